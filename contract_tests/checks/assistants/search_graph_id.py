"""Searching with `graph_id` finds the assistants of that graph, and no others.

Why: CopilotKit's adapter and deep-agents-ui find the assistant of a graph by this search. If the filter is
ignored, the first result may be of another graph, and the adapter gives up with "No agent found".
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L1940
"""

from contract_tests.actions.search_fixture import create_each_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.search.graph_id", operation="search_assistants", tier=2)
def graph_id(ctx: CheckContext) -> None:
    one, another = ctx.graph, ctx.graph_name_for("hitl")
    population = create_each_searchable(ctx, {}, {"graph_id": another}, {})
    for graph, numbers in {one: [1, 3], another: [2]}.items():
        found = population.search(graph_id=graph)
        expect.numbered(ctx, found, sorted(population.numbers(found)), numbers, population.kind.name)
