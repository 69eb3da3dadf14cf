"""Deleting a resource a second time returns 404.

Why: The Python SDK raises `NotFoundError` for 404, which shows a client that somebody else was faster. A
client that ignores this works equally well with a second success.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import DELETING


@check("resources.delete.twice", operations=DELETING, tier=2, level="should")
def twice(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    kind.create()  # a second resource, because a server may respond differently when it is empty
    own = kind.create()[kind.key]
    kind.delete(own)
    expect.status(ctx, ctx.send(ctx.operation, OperationRequest(path=kind.path(own))), 404)
