"""Runs of a thread that does not exist are not found: 404."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import list_runs, pending
from contract_tests.trial import Trial


@rule("runs.unknown_thread", operation="list_thread_runs", tier=2)
def unknown_thread(trial: Trial) -> None:
    list_runs(trial, pending(trial)["thread_id"])
    demand.status(trial, trial.call("list_thread_runs", path={"thread_id": trial.new_id()}), 404)
