"""Another owner's id is rejected with 404, like an unknown one, and never with 403.

Copy may return 409 for both.

Why: A 403 reveals to a stranger that the id exists. Clients take 404 for "not there yet" and continue; on
403 they show an error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from dataclasses import replace

from contract_tests.actions.resources import ResourceKind, resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.generation.prerequisites import Prerequisites, minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import NAMING_A_RESOURCE, READING_STATE


@check("resources.isolation.foreign_id", operations=NAMING_A_RESOURCE, tier=2, identities=2)
def foreign_id(ctx: CheckContext) -> None:
    kind, own = resource_kind(ctx), minimal_request(ctx.operation, ctx)
    offered(ctx, ctx.send(ctx.operation, own))
    theirs = _theirs(ctx, kind, own)
    kind.need_existing(str(theirs.path[kind.key]), other=True)
    refusals = (404, 409) if ctx.operation.id == "copy_thread" else (404,)
    expect.status(ctx, ctx.send(ctx.operation, theirs), *refusals)


def _theirs(ctx: CheckContext, kind: ResourceKind, own: OperationRequest) -> OperationRequest:
    """Return the request about a resource of the other owner. One that reads a state gets one to read."""
    if ctx.operation.id in READING_STATE:
        return minimal_request(ctx.operation, ctx, Prerequisites(ctx, other=True))
    foreign = kind.create(other=True, metadata={"graph_id": ctx.graph})[kind.key]
    return replace(own, path={**own.path, kind.key: foreign})
