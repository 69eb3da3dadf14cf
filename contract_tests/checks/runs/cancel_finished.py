"""A run that is finished can't be cancelled: 404."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import cancelled, place
from contract_tests.trial import Trial


@rule("runs.cancel.finished", operation="cancel_thread_run", tier=2)
def cancel_finished(trial: Trial) -> None:
    demand.status(trial, trial.call("cancel_thread_run", path=place(cancelled(trial))), 404)
