"""A body that is no JSON is refused with 422."""

from dataclasses import replace

from contract_tests import demand
from contract_tests.feature import offered
from contract_tests.operation_groups import TAKING_A_BODY
from contract_tests.provision import plain
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.body.broken_json", operations=TAKING_A_BODY, tier=2)
def broken_json(trial: Trial) -> None:
    whole = plain(trial.operation, trial)
    offered(trial, trial.ask(trial.operation, whole))
    broken = replace(whole, body=b'{"metadata": {')
    demand.status(trial, trial.ask(trial.operation, broken, valid=False), 422)
