"""Runs on any thread can be cancelled by their status.

This affects all runs of the owner, so the check is skipped if other runs exist or may start at any moment.
It prefers the second identity, which has hardly any runs.

Why: `runs.cancel_many(status="pending")` is the emergency brake for a runaway queue. If it misses threads,
the queue keeps running.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1001
"""

from contract_tests.actions.runs import pending_run, read_run
from contract_tests.findings.finding import Blocked, Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.cancel.by_status", operation="cancel_runs", tier=3)
def cancel_by_status(ctx: CheckContext) -> None:
    other = len(ctx.run_context.target.identities) > 1
    if not other and not ctx.run_context.is_alone:
        raise Skipped("would cancel runs of other checks (use --other-header or --workers 1)")
    runs = [pending_run(ctx, other=other), pending_run(ctx, other=other)]
    busy = ctx.need(ctx.call("search_threads", body={"status": "busy", "limit": 1000}, other=other))
    busy_ids = {thread["thread_id"] for thread in busy.json}
    own = {run["thread_id"] for run in runs}
    if not own <= busy_ids:
        raise Blocked("a search does not find the busy threads", busy)
    if busy_ids != own:
        raise Skipped("the owner has runs of other clients", busy)
    response = ctx.need(ctx.call("cancel_runs", body={"status": "pending"}, other=other))
    ended = eventually(
        ctx, lambda: read_run(ctx, runs[1], other=other), lambda it: it.json["status"] != "pending"
    )
    statuses = [read_run(ctx, runs[0], other=other).json["status"], ended.json["status"]]
    expect.equal(ctx, response, statuses, ["interrupted", "interrupted"])
