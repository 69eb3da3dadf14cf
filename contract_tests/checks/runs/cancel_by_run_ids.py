"""Cancelling runs of a thread by `run_ids` interrupts exactly the named runs.

Why: `runs.cancel_many(run_ids=...)` clears a queue. Cancelling one run too many loses somebody's answer;
cancelling one too few costs money.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1001
"""

from contract_tests.actions.runs import line_up, read_run
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.by_run_ids", operation="cancel_runs", tier=3)
def cancel_by_run_ids(trial: Trial) -> None:
    thread_id, runs = line_up(trial, 3)
    body = {"thread_id": thread_id, "run_ids": [run["run_id"] for run in runs[:2]]}
    asked = trial.need(trial.call("cancel_runs", body=body))
    eventually(trial, lambda: read_run(trial, runs[1]), lambda it: it.json["status"] != "pending")
    found = [read_run(trial, run).json["status"] for run in runs]
    expect.same(trial, asked, found, ["interrupted", "interrupted", "pending"])
