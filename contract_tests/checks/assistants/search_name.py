"""Search by name finds the assistants that have the text in their name, in upper or lower case."""

from contract_tests import demand
from contract_tests.population import populate_each
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("assistants.search.name", operation="search_assistants", tier=2)
def name(trial: Trial) -> None:
    population = populate_each(trial, *({"name": each} for each in ("Ann", "Joanna", "Bob")))
    for text, numbers in {"ann": [1, 2], "BOB": [3], "Joanna": [2], "Cid": []}.items():
        found = population.search(name=text)
        demand.same(trial, found, sorted(population.numbers(found)), numbers)
