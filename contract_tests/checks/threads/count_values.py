"""Count honours the values filter."""

from contract_tests import demand
from contract_tests.population import conversing
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.count.values", operation="count_threads", tier=2)
def values(trial: Trial) -> None:
    population, messages = conversing(trial, "m1", "m2", "m2")
    for wanted, count in zip(messages, (1, 2, 2), strict=True):
        counted = population.count(values={"messages": wanted})
        demand.same(trial, counted, counted.json, count)
