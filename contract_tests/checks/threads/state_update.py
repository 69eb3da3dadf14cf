"""After an update, the state has the written values.

Why: deep-agents-ui saves the files that a user edits with `threads.updateState`. If the state lacks them
afterwards, the edit is lost at the next load.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useChat.ts#L107
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import add_message, message_ids, message_texts, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.update", operation="get_state", tier=1)
def update(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx, metadata={"graph_id": ctx.graph})["thread_id"]
    for message_id in ("m1", "m2"):
        add_message(ctx, thread_id, message_id)
    survey = ctx.run_context.survey
    if survey.operations and "assistant" not in survey.roles:
        message_texts(ctx, thread_id)  # no run has shown that the graph keeps messages
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json), ["m1", "m2"], "/values/messages")
