"""Another owner's id is rejected with 404, like an unknown one, and never with 403.

Copy may return 409 for both.

Why: A 403 reveals to a stranger that the id exists. Clients take 404 for "not there yet" and continue; on
403 they show an error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from dataclasses import replace

from contract_tests.actions.resources import resource_kind
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import NAMING_A_RESOURCE


@check("resources.isolation.foreign_id", operations=NAMING_A_RESOURCE, tier=2, identities=2)
def foreign_id(ctx: CheckContext) -> None:
    kind, own = resource_kind(ctx), minimal_request(ctx.operation, ctx)
    offered(ctx, ctx.send(ctx.operation, own))
    graph = {"graph_id": ctx.graph}
    foreign = kind.create(other=True, metadata=graph)[kind.key]
    request = replace(own, path={**own.path, kind.key: foreign})
    refusals = (404, 409) if ctx.operation.id == "copy_thread" else (404,)
    expect.status(ctx, ctx.send(ctx.operation, request), *refusals)
    kind.read(foreign, other=True)
