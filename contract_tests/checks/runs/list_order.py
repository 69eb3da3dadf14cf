"""Listing returns the newest run first.

Why: Programs take the first run of the list for the running one. In another order, they join a run that
ended long ago and show nothing.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import enqueue_runs, list_runs, run_numbers
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.list.order", operation="list_thread_runs", tier=2)
def list_order(ctx: CheckContext) -> None:
    thread_id, runs = enqueue_runs(ctx, 3)
    listed = list_runs(ctx, thread_id)
    expect.numbered(ctx, listed, run_numbers(listed, runs), [3, 2, 1], "run")
