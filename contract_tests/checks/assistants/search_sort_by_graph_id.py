"""Searching sorts by `graph_id`, ascending and descending.

Why: open-agent-platform groups agents by their graph; a list that loads pages needs them in that order.
Otherwise a group grows with every page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L495
"""

from operator import getitem

from contract_tests.actions.search import demand_sorted, populate_each
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.search.sort_by_graph_id", operation="search_assistants", tier=2)
def sort_by_graph_id(trial: Trial) -> None:
    population = populate_each(trial, {"graph_id": trial.graph_for("hitl")}, {})
    demand_sorted(population, "graph_id", getitem)
