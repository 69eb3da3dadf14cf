"""Runs can be cancelled by their status, on whichever thread they are.

That concerns all runs of the owner: the rule is skipped when there are others than its own.

Why: `runs.cancel_many(status="pending")` is the emergency brake when a queue has run away. If it misses
threads, the queue goes on.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1001
"""

from contract_tests import demand
from contract_tests.finding import NotTestable, Skipped
from contract_tests.rule import rule
from contract_tests.running import pending, read_run
from contract_tests.trial import Trial


@rule("runs.cancel.status", operation="cancel_runs", tier=3)
def cancel_status(trial: Trial) -> None:
    runs = [pending(trial), pending(trial)]
    busy = trial.need(trial.call("search_threads", body={"status": "busy", "limit": 1000}))
    found = {thread["thread_id"] for thread in busy.json}
    own = {run["thread_id"] for run in runs}
    if not own <= found:
        raise NotTestable("a search does not find the busy threads", busy)
    if found != own:
        raise Skipped("there are runs that are not the check's own", busy)
    asked = trial.need(trial.call("cancel_runs", body={"status": "pending"}))
    trial.eventually(lambda: read_run(trial, runs[1]), lambda it: it.json["status"] != "pending", at_most=3)
    left = [read_run(trial, run).json["status"] for run in runs]
    demand.same(trial, asked, left, ["interrupted", "interrupted"])
