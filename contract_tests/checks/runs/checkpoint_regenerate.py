"""A run with a `checkpoint` and no input executes the next node again and writes a new answer.

Why: "Regenerate" in agent-chat-ui submits nothing but the parent checkpoint. If this is rejected, or does
not execute the node again, the button does nothing.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L239
"""

from contract_tests.actions.runs import checkpoint_of, need_history, run_to_success
from contract_tests.actions.threads import checkpoint_id, message_ids, read_all, read_state, state_with
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.checkpoint.regenerate", operation="create_thread_run", tier=2)
def checkpoint_regenerate(ctx: CheckContext) -> None:
    thread_id = run_to_success(ctx)["thread_id"]
    first = read_state(ctx, thread_id)
    need_history(ctx)
    checkpoint = state_with(read_all(ctx, thread_id), "m1")
    run_to_success(ctx, thread_id, input=None, checkpoint=checkpoint_of(checkpoint))
    state = read_state(ctx, thread_id)
    messages = message_ids(state.json)
    expect.equal(ctx, state, [messages[:1], len(messages)], [["m1"], len(message_ids(first.json))])
    ctx.expect(
        checkpoint_id(state.json) not in {None, checkpoint_id(first.json)},
        expected="a new checkpoint",
        received="the one of the first response",
        exchange=state,
        pointer="/checkpoint",
    )
