"""Search leaves out as many as `offset` says; beyond the last one there is nothing.

Why: deep-agents-ui loads pages by `offset` until one is empty. If the offset is ignored, each further page
is the first one again.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useThreads.ts#L77
"""

from contract_tests import demand
from contract_tests.operation_groups import SEARCHING
from contract_tests.population import populate
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("resources.search.offset", operations=SEARCHING, tier=2)
def offset(trial: Trial) -> None:
    population = populate(trial, 3)
    everything = population.numbers(trial.need(population.search()))
    for left_out in (1, 2, 3, 100):
        found = population.search(offset=left_out)
        demand.same(trial, found, population.numbers(found), everything[left_out:])
