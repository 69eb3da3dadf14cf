"""Counting assistants applies the `graph_id` filter.

Why: Lists show how many assistants a graph has, and compute the number of pages from it. If the filter is
ignored, they offer empty pages.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L623
"""

from contract_tests.actions.search_fixture import create_each_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.count.graph_id", operation="count_assistants", tier=2)
def graph_id(ctx: CheckContext) -> None:
    one, another = ctx.graph, ctx.graph_name_for("hitl")
    population = create_each_searchable(ctx, {}, {"graph_id": another}, {})
    for graph, count in {one: 2, another: 1}.items():
        counted = population.count(graph_id=graph)
        expect.equal(ctx, counted, counted.json, count)
