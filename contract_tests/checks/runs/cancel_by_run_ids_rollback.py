"""Runs that are cancelled together with the action `rollback` are deleted.

Why: `action="rollback"` promises that the runs leave no trace. If they are still listed, a client shows
what the user has withdrawn.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1001
"""

from contract_tests.actions.runs import line_up, list_runs, numbers
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.cancel.by_run_ids_rollback", operation="cancel_runs", tier=3)
def cancel_by_run_ids_rollback(trial: Trial) -> None:
    thread_id, runs = line_up(trial, 3)
    body = {"thread_id": thread_id, "run_ids": [run["run_id"] for run in runs[:2]]}
    asked = trial.need(trial.call("cancel_runs", body=body, query={"action": "rollback"}))
    left = eventually(trial, lambda: list_runs(trial, thread_id), lambda it: len(it.json) == 1)
    expect.same(trial, asked, numbers(left, runs), [3])
