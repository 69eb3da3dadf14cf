"""Searching sorts by `graph_id`, ascending and descending.

Why: open-agent-platform groups agents by their graph; a list that loads pages needs them in that order.
Otherwise a group grows with every page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L495
"""

from operator import getitem

from contract_tests.actions.search_fixture import create_each_searchable, expect_sorted
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.search.sort_by_graph_id", operation="search_assistants", tier=2)
def sort_by_graph_id(ctx: CheckContext) -> None:
    population = create_each_searchable(ctx, {"graph_id": ctx.graph_name_for("hitl")}, {})
    expect_sorted(population, "graph_id", getitem)
