"""Listing without `limit` returns at most 10 runs.

Why: Both SDKs always send a limit, so only hand-written clients see the default. Without a default, a long
thread returns all the runs that it ever had.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import enqueue_runs, list_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.list.default_limit", operation="list_thread_runs", tier=2, level="should")
def list_default_limit(ctx: CheckContext) -> None:
    thread_id, _ = enqueue_runs(ctx, 11)
    listed = list_runs(ctx, thread_id)
    expect.equal(ctx, listed, len(listed.json), 10)
