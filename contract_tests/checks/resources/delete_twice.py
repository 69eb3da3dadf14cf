"""What is there can be deleted once: the second time it is not found."""

from contract_tests import demand
from contract_tests.operation_groups import DELETING
from contract_tests.question import Question
from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.delete.twice", operations=DELETING, tier=2)
def twice(trial: Trial) -> None:
    kind = resources(trial)
    kind.create()  # a bystander: a server may answer otherwise when it has nothing at all
    own = kind.create()[kind.key]
    kind.delete(own)
    demand.status(trial, trial.ask(trial.operation, Question(path=kind.path(own))), 404)
