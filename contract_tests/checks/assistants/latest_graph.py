"""Making a version the latest restores its graph.

Why: An assistant can change its graph from version to version. An old prompt with a new graph is a mixture
that was never tested.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L702
"""

from contract_tests.actions.assistants import set_latest
from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.latest.graph", operation="set_latest_assistant_version", tier=2)
def graph(ctx: CheckContext) -> None:
    kind, other_graph = resource_kind(ctx), ctx.graph_name_for("hitl")
    own = kind.create()[kind.key]
    kind.patch(own, graph_id=other_graph)
    set_latest(ctx, own, 1)
    read = kind.read(own)
    expect.equal(ctx, read, read.json["graph_id"], ctx.graph, "/graph_id")
