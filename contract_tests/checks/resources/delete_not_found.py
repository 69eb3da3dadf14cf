"""Reading a deleted resource returns 404.

Why: Users delete conversations for good reasons. A conversation that still opens at its address was not
deleted.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L266
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import DELETING


@check("resources.delete.not_found", operations=DELETING, tier=2)
def not_found(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.create()[kind.key]
    kind.read(own)
    kind.delete(own)
    reading = ctx.run_context.contract.by_id[f"get_{kind.name}"]
    expect.status(ctx, ctx.send(reading, OperationRequest(path=kind.path(own))), 404)
