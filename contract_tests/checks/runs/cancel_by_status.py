"""Runs on any thread can be cancelled by their status.

This affects all runs of the owner, so the check is skipped if other runs exist or may start at any moment.
It prefers the second identity, which has hardly any runs.

Why: `runs.cancel_many(status="pending")` is the emergency brake for a runaway queue. If it misses threads,
the queue keeps running.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1001
"""

from contract_tests.actions.runs import pending, read_run
from contract_tests.findings.finding import NotTestable, Skipped
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.by_status", operation="cancel_runs", tier=3)
def cancel_by_status(trial: Trial) -> None:
    other = len(trial.setting.target.identities) > 1
    if not other and not trial.setting.is_alone:
        raise Skipped("would cancel runs of other checks (use --other-header or --workers 1)")
    runs = [pending(trial, other=other), pending(trial, other=other)]
    busy = trial.need(trial.call("search_threads", body={"status": "busy", "limit": 1000}, other=other))
    found = {thread["thread_id"] for thread in busy.json}
    own = {run["thread_id"] for run in runs}
    if not own <= found:
        raise NotTestable("a search does not find the busy threads", busy)
    if found != own:
        raise Skipped("the owner has runs of other clients", busy)
    asked = trial.need(trial.call("cancel_runs", body={"status": "pending"}, other=other))
    ended = eventually(
        trial, lambda: read_run(trial, runs[1], other=other), lambda it: it.json["status"] != "pending"
    )
    left = [read_run(trial, runs[0], other=other).json["status"], ended.json["status"]]
    expect.same(trial, asked, left, ["interrupted", "interrupted"])
