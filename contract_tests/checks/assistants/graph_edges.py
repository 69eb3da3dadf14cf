"""Both ends of each edge of a graph are nodes of that graph.

Why: Frontends draw the graph, and CopilotKit's adapter looks up the node before the one to continue with. An
edge to a missing node makes drawing libraries fail.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/langgraph/langgraph/pregel/remote.py#L286
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.graph.edges", operation="get_assistant_graph", tier=2)
def edges(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    drawn = ctx.need(ctx.call("get_assistant_graph", path=kind.path(kind.existing_id())))
    nodes = {node["id"] for node in drawn.json["nodes"]}
    ends = {end for edge in drawn.json["edges"] for end in (edge["source"], edge["target"])}
    ctx.expect(bool(nodes), expected="at least one node", received="[]", exchange=drawn, pointer="/nodes")
    ctx.expect(
        ends <= nodes,
        expected="edges between nodes",
        received=f"edges with {', '.join(sorted(map(str, ends - nodes)))}, no nodes",
        exchange=drawn,
        pointer="/edges",
    )
