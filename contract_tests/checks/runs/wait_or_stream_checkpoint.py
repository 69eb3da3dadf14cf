"""A run that is waited for or streamed continues from its `checkpoint`, like a background run.

Why: Edit and Regenerate of agent-chat-ui stream a run from the checkpoint before the edited message. If it is
ignored, the new message is appended after the one that it should replace.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L213
"""

from contract_tests.actions.runs import checkpoint_of, messages_input, start_run
from contract_tests.actions.threads import message_ids, read_all, read_state, state_with, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import WAITING_FOR_RUNS


@check("runs.wait_or_stream.checkpoint", operations=WAITING_FOR_RUNS, tier=2)
def checkpoint(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=2)["thread_id"]
    before = checkpoint_of(state_with(read_all(ctx, thread_id), "m1"))
    edited = messages_input(ctx, "m3")
    ctx.need(start_run(ctx, thread_id, ctx.operation.id, input=edited, checkpoint=before))
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json)[:2], ["m1", "m3"], "/values/messages")
