"""Search without a limit answers at most 10 threads."""

from contract_tests import demand
from contract_tests.population import populate
from contract_tests.rule import rule
from contract_tests.trial import Trial

DEFAULT = 10


@rule("threads.search.default_limit", operation="search_threads", tier=2)
def default_limit(trial: Trial) -> None:
    population = populate(trial, DEFAULT + 1)
    found = population.search()
    demand.same(trial, found, f"{len(found.json)} threads", f"{DEFAULT} threads")
