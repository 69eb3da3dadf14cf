"""Count does not see what belongs to another owner."""

from contract_tests import demand
from contract_tests.operation_groups import COUNTING
from contract_tests.population import populate
from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.isolation.count", operations=COUNTING, tier=2, identities=2)
def count(trial: Trial) -> None:
    for _ in range(2):
        resources(trial).create(other=True)
    counted = populate(trial, 1).count()
    demand.same(trial, counted, counted.json, 1)
