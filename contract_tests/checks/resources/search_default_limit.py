"""Search without a limit answers 10 at most."""

from contract_tests import demand
from contract_tests.operation_groups import SEARCHING
from contract_tests.population import populate
from contract_tests.rule import rule
from contract_tests.trial import Trial

DEFAULT = 10


@rule("resources.search.default_limit", operations=SEARCHING, tier=2)
def default_limit(trial: Trial) -> None:
    population = populate(trial, DEFAULT + 1)
    found = population.search()
    demand.same(trial, found, f"{len(found.json)} found", f"{DEFAULT} found")
