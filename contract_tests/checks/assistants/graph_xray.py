"""`xray` is a boolean or a depth of at least 1; any other value is rejected with 422.

Why: The SDKs accept a boolean or a number. For any other value, an error is more helpful than a graph without
its subgraphs, but no known client sends one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L93
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.graph.xray", operation="get_assistant_graph", tier=2, level="should")
def xray(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    path = kind.path(kind.existing_id())
    for depth in ("true", "1"):
        ctx.need(ctx.send(ctx.operation, OperationRequest(path, {"xray": depth})))
    for depth in ("0", "-1", "deep"):
        expect.status(ctx, ctx.send(ctx.operation, OperationRequest(path, {"xray": depth}), valid=False), 422)
