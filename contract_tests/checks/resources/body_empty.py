"""An empty body, where one is required, is refused with 422."""

from dataclasses import replace

from contract_tests import demand
from contract_tests.feature import offered
from contract_tests.operation_groups import TAKING_A_BODY
from contract_tests.provision import plain
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.body.empty", operations=TAKING_A_BODY, tier=2)
def empty(trial: Trial) -> None:
    whole = plain(trial.operation, trial)
    offered(trial, trial.ask(trial.operation, whole))
    demand.status(trial, trial.ask(trial.operation, replace(whole, body=b""), valid=False), 422)
