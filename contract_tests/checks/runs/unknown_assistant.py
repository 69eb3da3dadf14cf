"""A run of an assistant that does not exist is refused: 404."""

from contract_tests import demand
from contract_tests.operation_groups import STARTING
from contract_tests.rule import rule
from contract_tests.running import started
from contract_tests.trial import Trial


@rule("runs.unknown_assistant", operations=STARTING, tier=1)
def unknown_assistant(trial: Trial) -> None:
    trial.need(started(trial))
    demand.status(trial, started(trial, assistant_id=trial.new_id()), 404)
