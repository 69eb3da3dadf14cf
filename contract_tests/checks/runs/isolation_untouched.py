"""Requests from other owners never change an owner's runs, regardless of the response.

Why: An error after the change protects nothing: a stranger could cancel or delete the runs that others are
waiting for.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L943
"""

from contract_tests.actions.runs import about, list_runs, pending
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

CHANGING = ("create_thread_run", "delete_thread_run", "cancel_thread_run", "cancel_runs")


@rule("runs.isolation.untouched", operations=CHANGING, tier=2, identities=2)
def untouched(trial: Trial) -> None:
    trial.need(trial.ask(trial.operation, about(trial, pending(trial))))
    foreign = pending(trial, other=True)
    asked = trial.ask(trial.operation, about(trial, foreign))
    left = list_runs(trial, foreign["thread_id"], other=True)
    expect.same(trial, asked, [run.get("status") for run in left.json], ["pending"])
