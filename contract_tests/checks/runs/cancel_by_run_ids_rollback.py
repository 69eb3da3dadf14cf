"""Runs that are cancelled together with the action `rollback` are deleted.

Why: `action="rollback"` promises that the runs leave no trace. If they are still listed, a client shows
what the user has withdrawn.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1001
"""

from contract_tests.actions.runs import enqueue_runs, list_runs, run_numbers
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.by_run_ids_rollback", operation="cancel_runs", tier=3)
def cancel_by_run_ids_rollback(ctx: CheckContext) -> None:
    thread_id, runs = enqueue_runs(ctx, 3)
    body = {"thread_id": thread_id, "run_ids": [run["run_id"] for run in runs[:2]]}
    asked = ctx.need(ctx.call("cancel_runs", body=body, query={"action": "rollback"}))
    left = eventually(ctx, lambda: list_runs(ctx, thread_id), lambda it: len(it.json) == 1)
    expect.numbered(ctx, asked, run_numbers(left, runs), [3], "run")
