"""Searching sorts by `name`, ascending and descending.

Why: Users look for names in alphabetical order. Unsorted, the page that should begin with A begins with the
latest assistant.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L495
"""

from operator import getitem

from contract_tests.actions.search import demand_sorted, populate_each
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.search.sort_by_name", operation="search_assistants", tier=2)
def sort_by_name(trial: Trial) -> None:
    population = populate_each(trial, *({"name": each} for each in ("bert", "anna", "carl")))
    demand_sorted(population, "name", getitem)
