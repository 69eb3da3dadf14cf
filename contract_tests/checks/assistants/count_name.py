"""Counting assistants applies the `name` filter.

Why: A search field shows how many assistants match the typed text. If the filter is ignored, the number never
changes.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L623
"""

from contract_tests.actions.search_fixture import create_each_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.count.name", operation="count_assistants", tier=2)
def name(ctx: CheckContext) -> None:
    population = create_each_searchable(ctx, *({"name": each} for each in ("Ann", "Joanna", "Bob")))
    for text, count in {"ann": 2, "bob": 1, "cid": 0}.items():
        counted = population.count(name=text)
        expect.equal(ctx, counted, counted.json, count)
