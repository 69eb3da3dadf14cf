"""Search answers the threads by their last update, the latest first."""

from contract_tests import demand
from contract_tests.population import shuffled
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.default_order", operation="search_threads", tier=2)
def default_order(trial: Trial) -> None:
    population = shuffled(trial)
    found = population.search()
    demand.same(trial, found, population.numbers(found), [2, 3, 1])
