"""Searching with `name` finds the assistants whose name contains the text, ignoring case.

Why: Users type part of a name, in lower case. If only the exact name is found, the search field seems broken.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L495
"""

from contract_tests.actions.search_fixture import create_each_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.search.name", operation="search_assistants", tier=2)
def name(ctx: CheckContext) -> None:
    population = create_each_searchable(ctx, *({"name": each} for each in ("Ann", "Joanna", "Bob")))
    for text, numbers in {"ann": [1, 2], "BOB": [3], "Joanna": [2], "Cid": []}.items():
        found = population.search(name=text)
        expect.numbered(ctx, found, sorted(population.numbers(found)), numbers, population.kind.name)
