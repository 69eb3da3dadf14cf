"""Making an unknown version the latest fails with 404 and changes nothing.

Why: The Python SDK raises `NotFoundError` for 404. A success makes users believe that they have gone back,
while nothing has changed.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.assistants import set_latest, with_graph_name
from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.latest.unknown_version", operation="set_latest_assistant_version", tier=2)
def unknown_version(ctx: CheckContext) -> None:
    kind, own = resource_kind(ctx), with_graph_name(ctx, "one", "two")
    set_latest(ctx, own, 2)
    response = ctx.send(ctx.operation, OperationRequest(kind.path(own), body={"version": 3}))
    expect.status(ctx, response, 404)
    read = kind.read(own)
    expect.equal(ctx, read, read.json["version"], 2, "/version")
