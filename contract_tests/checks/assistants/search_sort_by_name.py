"""Searching sorts by `name`, ascending and descending.

Why: Users look for names in alphabetical order. Unsorted, the page that should begin with A begins with the
latest assistant.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L495
"""

from operator import getitem

from contract_tests.actions.search_fixture import create_each_searchable, expect_sorted
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.search.sort_by_name", operation="search_assistants", tier=2)
def sort_by_name(ctx: CheckContext) -> None:
    population = create_each_searchable(ctx, *({"name": each} for each in ("bert", "anna", "carl")))
    expect_sorted(population, "name", getitem)
