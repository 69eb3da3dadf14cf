"""Search by ids finds these threads and no others."""

from contract_tests import demand
from contract_tests.population import populate
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.ids", operation="search_threads", tier=2)
def ids(trial: Trial) -> None:
    population = populate(trial, 3)
    first, _, third = population.ids
    found = population.search(ids=[third, first])
    demand.same(trial, found, sorted(population.numbers(found)), [1, 3])
    found = population.search(ids=[trial.new_id()])
    demand.same(trial, found, population.numbers(found), [])
