"""The name of a graph is accepted as an assistant id and returns that graph.

Why: Many frontends have only the graph's name in their settings, and draw the graph with it. With 404 or 422,
the drawing stays empty.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L93
"""

from contract_tests.actions.assistants import need_visible_system_assistants
from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.graph.name", operation="get_assistant_graph", tier=2)
def name(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    by_id = ctx.need(ctx.call("get_assistant_graph", path=kind.path(kind.existing_id())))
    by_name = ctx.send(ctx.operation, OperationRequest(kind.path(ctx.graph)))
    if not by_name.ok:
        need_visible_system_assistants(ctx, by_name)
    expect.success(ctx, by_name)
    ctx.expect(
        by_name.json == by_id.json,
        expected="the graph of its assistant",
        received=expect.difference(by_name.json, by_id.json),
        exchange=by_name,
    )
