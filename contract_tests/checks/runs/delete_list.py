"""A deleted run is no longer listed, while the thread's other runs are.

Why: Lists of runs are reloaded after a deletion. A deleted run that is still listed looks like a failed
request; another one that is missing is lost work.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import enqueue_runs, list_runs, run_numbers, run_path
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.delete.list", operation="delete_thread_run", tier=2)
def delete_list(ctx: CheckContext) -> None:
    thread_id, runs = enqueue_runs(ctx, 2)
    deleted = ctx.need(ctx.call("delete_thread_run", path=run_path(runs[0])))
    expect.numbered(ctx, deleted, run_numbers(list_runs(ctx, thread_id), runs), [2], "run")
