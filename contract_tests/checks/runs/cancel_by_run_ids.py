"""Cancelling runs of a thread by `run_ids` interrupts exactly the named runs.

Why: `runs.cancel_many(run_ids=...)` clears a queue. Cancelling one run too many loses somebody's answer;
cancelling one too few costs money.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1001
"""

from contract_tests.actions.runs import STARTS_AT_ONCE, enqueue_runs, read_run
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.by_run_ids", operation="cancel_runs", tier=3)
def cancel_by_run_ids(ctx: CheckContext) -> None:
    thread_id, runs = enqueue_runs(ctx, 3)
    body = {"thread_id": thread_id, "run_ids": [run["run_id"] for run in runs[:2]]}
    response = ctx.need(ctx.call("cancel_runs", body=body))
    eventually(ctx, lambda: read_run(ctx, runs[1]), lambda it: it.json["status"] != "pending")
    statuses = [read_run(ctx, run).json["status"] for run in runs]
    if ctx.run_context.survey.delays_runs is False:
        named, spared = [each for each in statuses[:2] if each != "success"], statuses[2]
        if not named:
            raise Skipped(f"{STARTS_AT_ONCE}, and they end before they can be cancelled", response)
        cancelled = [*named, "interrupted" if spared == "interrupted" else "not interrupted"]
        expect.equal(ctx, response, cancelled, [*["interrupted"] * len(named), "not interrupted"])
    else:
        expect.equal(ctx, response, statuses, ["interrupted", "interrupted", "pending"])
