"""Cancelling runs that are all finished returns 404.

Why: The Python SDK raises `NotFoundError` for 404, which shows that nothing was left to stop. A client that
ignores this works equally well with a success.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.runs import ended_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.cancel.by_run_ids_finished", operation="cancel_runs", tier=3, level="should")
def cancel_by_run_ids_finished(ctx: CheckContext) -> None:
    run = ended_run(ctx)
    body = {"thread_id": run["thread_id"], "run_ids": [run["run_id"]]}
    expect.status(ctx, ctx.call("cancel_runs", body=body), 404)
