"""A run with the multitask strategy `rollback` deletes the thread's other run and replaces it.

Why: `rollback` replaces a message that was sent by mistake; `useStream` drops its stream at once and relies
on the server for the rest. If the old run stays, its answer appears next to the new one.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L510
"""

from contract_tests.actions.runs import pending_run, read_run, run_path, run_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.multitask.rollback", operation="create_thread_run", tier=2)
def multitask_rollback(ctx: CheckContext) -> None:
    first = pending_run(ctx)
    read_run(ctx, first)
    run_to_success(ctx, first["thread_id"], multitask_strategy="rollback")
    gone = ctx.call("get_thread_run", path=run_path(first))
    expect.status(ctx, gone, 404)
