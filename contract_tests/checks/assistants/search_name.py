"""Searching with `name` finds the assistants whose name contains the text, ignoring case.

Why: Users type part of a name, in lower case. If only the exact name is found, the search field seems broken.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L495
"""

from contract_tests.actions.search import populate_each
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.search.name", operation="search_assistants", tier=2)
def name(trial: Trial) -> None:
    population = populate_each(trial, *({"name": each} for each in ("Ann", "Joanna", "Bob")))
    for text, numbers in {"ann": [1, 2], "BOB": [3], "Joanna": [2], "Cid": []}.items():
        found = population.search(name=text)
        expect.same(trial, found, sorted(population.numbers(found)), numbers)
