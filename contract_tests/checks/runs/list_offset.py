"""Listing skips the `offset` newest runs.

Why: Lists load older runs with `offset`. If it is ignored, each page shows the same runs again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import enqueue_runs, list_runs, run_numbers
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.list.offset", operation="list_thread_runs", tier=2)
def list_offset(ctx: CheckContext) -> None:
    thread_id, runs = enqueue_runs(ctx, 3)
    listed = list_runs(ctx, thread_id, offset=1)
    expect.numbered(ctx, listed, run_numbers(listed, runs), [2, 1], "run")
