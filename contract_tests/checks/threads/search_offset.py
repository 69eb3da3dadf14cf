"""Search leaves out the first `offset` threads; beyond the last one there is nothing."""

from contract_tests import demand
from contract_tests.population import populate
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.search.offset", operation="search_threads", tier=2)
def offset(trial: Trial) -> None:
    population = populate(trial, 3)
    everything = population.numbers(trial.need(population.search()))
    for left_out in (1, 2, 3, 100):
        found = population.search(offset=left_out)
        demand.same(trial, found, population.numbers(found), everything[left_out:])
