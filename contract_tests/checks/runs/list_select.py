"""Listing with `select` returns only the named fields.

Why: A list needs ids and statuses, not the inputs, which can be megabytes. If `select` is ignored, it loads
them all.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import created_run, list_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.list.select", operation="list_thread_runs", tier=2)
def list_select(ctx: CheckContext) -> None:
    listed = list_runs(ctx, created_run(ctx)["thread_id"], select=["run_id", "status"])
    fields = sorted({name for run in listed.json for name in run})
    expect.equal(ctx, listed, fields, ["run_id", "status"])
