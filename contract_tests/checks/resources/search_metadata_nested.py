"""Search by nested metadata looks for containment: an object may have more than is asked for."""

from contract_tests import demand
from contract_tests.operation_groups import SEARCHING
from contract_tests.population import populate_each
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.search.metadata_nested", operations=SEARCHING, tier=2)
def metadata_nested(trial: Trial) -> None:
    places = ({"city": "Rome", "zip": 1}, {"city": "Bonn", "zip": 1})
    population = populate_each(trial, *({"metadata": {"place": place}} for place in places))
    found = population.search(metadata={"place": {"city": "Bonn"}})
    demand.same(trial, found, population.numbers(found), [2])
