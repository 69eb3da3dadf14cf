"""Reading a deleted run returns 404, while its thread still exists.

Why: Clients delete runs to tidy up a thread, not to lose it. If the thread is deleted, too, the
conversation is gone; if the run stays, it was not deleted.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1156
"""

from contract_tests.actions.runs import created_run, read_run, run_path
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.delete.not_found", operation="delete_thread_run", tier=2)
def delete_not_found(ctx: CheckContext) -> None:
    run = created_run(ctx)
    read_run(ctx, run)
    ctx.need(ctx.call("delete_thread_run", path=run_path(run)))
    expect.status(ctx, ctx.call("get_thread_run", path=run_path(run)), 404)
    read_thread(ctx, run["thread_id"])
