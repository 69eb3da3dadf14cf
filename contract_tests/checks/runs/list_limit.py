"""Listing returns at most `limit` runs.

Why: Programs request the latest run with `limit=1` to join it. If more are returned, a page of ten loads
hundreds of runs with their inputs.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import enqueue_runs, list_runs, run_numbers
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.list.limit", operation="list_thread_runs", tier=2)
def list_limit(ctx: CheckContext) -> None:
    thread_id, runs = enqueue_runs(ctx, 3)
    listed = list_runs(ctx, thread_id, limit=2)
    expect.equal(ctx, listed, len(run_numbers(listed, runs)), 2)
