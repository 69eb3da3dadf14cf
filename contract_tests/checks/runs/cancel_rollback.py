"""A run that is cancelled with the action `rollback` is deleted.

Why: `action="rollback"` means "undo". If the run can still be read, clients list and join it again, with an
answer that the user has withdrawn.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import cancel_run, pending_run, read_run, run_path
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.rollback", operation="cancel_thread_run", tier=2)
def cancel_rollback(ctx: CheckContext) -> None:
    run = pending_run(ctx)
    read_run(ctx, run)
    cancel_run(ctx, run, action="rollback")
    gone = eventually(ctx, lambda: ctx.call("get_thread_run", path=run_path(run)), lambda it: not it.ok)
    expect.status(ctx, gone, 404)
