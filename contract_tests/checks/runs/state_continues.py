"""A thread's next run continues from the state that the previous one left.

Why: Frontends send only the new message and leave the rest to the thread. If a run does not start where the
last one ended, the agent has forgotten the conversation.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L217
"""

from contract_tests.actions.runs import messages_input, run_to_success
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.state.continues", operation="create_thread_run", tier=1)
def state_continues(ctx: CheckContext) -> None:
    thread_id = run_to_success(ctx, input=messages_input(ctx, "m1"))["thread_id"]
    before = message_ids(read_state(ctx, thread_id).json)
    run_to_success(ctx, thread_id, input=messages_input(ctx, "m2"))
    state = read_state(ctx, thread_id)
    messages = message_ids(state.json)
    expected = [*before, "m2"]
    ctx.expect(
        messages[: len(expected)] == expected,
        expected=f"the {len(before)} messages of the first run, then the input of the second",
        received=expect.sequence_difference(messages, expected, "message"),
        exchange=state,
        pointer="/values/messages",
    )
