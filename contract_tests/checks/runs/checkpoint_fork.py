"""A run with a `checkpoint` continues from there; messages added after it are absent from the state.

Why: `useStream` sends a `checkpoint` when a message is edited, and agent-chat-ui's version of it with every
message. If it is ignored, the edited message is appended after the one it should replace.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L564
"""

from contract_tests.actions.runs import checkpoint_of, messages_input, run_to_success
from contract_tests.actions.threads import message_ids, read_all, read_state, state_with, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.checkpoint.fork", operation="create_thread_run", tier=1)
def checkpoint_fork(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=2)["thread_id"]
    checkpoint = state_with(read_all(ctx, thread_id), "m1")
    run_to_success(ctx, thread_id, input=messages_input(ctx, "m9"), checkpoint=checkpoint_of(checkpoint))
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json)[:2], ["m1", "m9"], "/values/messages")
