"""Search by graph finds the assistants of that graph."""

from contract_tests import demand
from contract_tests.population import populate_each
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("assistants.search.graph_id", operation="search_assistants", tier=2)
def graph_id(trial: Trial) -> None:
    one, another = trial.graph, trial.hitl
    population = populate_each(trial, {}, {"graph_id": another}, {})
    for graph, numbers in {one: [1, 3], another: [2]}.items():
        found = population.search(graph_id=graph)
        demand.same(trial, found, sorted(population.numbers(found)), numbers)
