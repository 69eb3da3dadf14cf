"""`sort_order = asc` alone answers the threads by their last update, the latest last.

The default of `sort_by` holds for both orders.
"""

from contract_tests import demand
from contract_tests.population import shuffled
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.sort_order", operation="search_threads", tier=2, level="should")
def sort_order(trial: Trial) -> None:
    population = shuffled(trial)
    found = population.search(sort_order="asc")
    demand.same(trial, found, population.numbers(found), [1, 3, 2])
