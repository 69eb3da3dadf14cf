"""A stateless run has nothing to resume: a command that does is refused with 400."""

from contract_tests import demand
from contract_tests.operation_groups import STARTING_ALONE
from contract_tests.rule import rule
from contract_tests.running import started
from contract_tests.trial import Trial


@rule("stateless_runs.resume", operations=STARTING_ALONE, tier=2)
def resume(trial: Trial) -> None:
    trial.need(started(trial))
    demand.status(trial, started(trial, input=None, command={"resume": "yes"}), 400, 422)
