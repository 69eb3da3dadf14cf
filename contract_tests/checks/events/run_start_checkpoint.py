"""`run.start` with `configurable.checkpoint_id` continues from that checkpoint.

Why: `submit(input, {forkFrom})` sends `configurable.checkpoint_id` to edit a message. If it is ignored, the
edited message is appended after the one that it should replace.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L324
"""

from contract_tests.actions.events import start_run
from contract_tests.actions.runs import finished, messages_input
from contract_tests.actions.threads import message_ids, read_all, read_state, state_with, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.run_start.checkpoint", operation="send_command", tier=3, feature="event_streaming")
def checkpoint(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=2)["thread_id"]
    before = state_with(read_all(ctx, thread_id), "m1")
    config = {"configurable": {"checkpoint_id": before["checkpoint"]["checkpoint_id"]}}
    finished(ctx, thread_id, start_run(ctx, thread_id, input=messages_input(ctx, "m3"), config=config))
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json)[:2], ["m1", "m3"], "/values/messages")
