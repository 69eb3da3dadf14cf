"""The state at a checkpoint is the same as in the history.

Why: Time travel shows an old state with `threads.get_state(checkpoint=...)`. If that differs from the one
in the history, the user looks at one state and forks from another.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L485
"""

from contract_tests.actions.threads import checkpoint_id, read_all, state_with, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import AT_CHECKPOINT

FIELDS = ("values", "next", "metadata", "created_at")


@check("threads.state.at_checkpoint", operations=AT_CHECKPOINT, tier=2)
def at_checkpoint(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=3)["thread_id"]
    expected = state_with(read_all(ctx, thread_id), "m1", "m2")
    checkpoint = {"checkpoint_id": str(checkpoint_id(expected))}
    if ctx.operation.body is None:
        read = ctx.call(ctx.operation.id, path={"thread_id": thread_id, **checkpoint})
    else:
        body = {"checkpoint": checkpoint}
        read = ctx.call(ctx.operation.id, path={"thread_id": thread_id}, body=body)
    ctx.need(read)
    for field in FIELDS:
        ctx.expect(
            expect.is_same(read.json[field], expected[field]),
            expected=f"the {field} of the history",
            received=expect.difference(read.json[field], expected[field]),
            exchange=read,
            pointer=f"/{field}",
        )
    ctx.expect(
        checkpoint_id(read.json) == checkpoint_id(expected),
        expected="the requested checkpoint",
        received=expect.shown(checkpoint_id(read.json)),
        exchange=read,
        pointer="/checkpoint/checkpoint_id",
    )
