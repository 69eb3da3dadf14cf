"""A method that a path does not have is refused with 405."""

from contract_tests import demand
from contract_tests.feature import offered
from contract_tests.operation_groups import EACH_PATH
from contract_tests.provision import plain
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.wrong_method.status", operations=EACH_PATH, tier=2)
def wrong_method(trial: Trial) -> None:
    right = plain(trial.operation, trial)
    offered(trial, trial.ask(trial.operation, right))
    put = trial.raw("PUT", right.url(trial.operation), content=right.content)
    demand.status(trial, put, 405)
