"""Creating with an existing id is rejected with 409, by default and with `if_exists: raise`.

The stored resource stays unchanged.

Why: Two tabs may create the same id. The Python SDK raises `ConflictError` for 409, and clients then use
the existing resource; a silent success would overwrite it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING


@check("resources.create.if_exists_raise", operations=CREATING, tier=2)
def if_exists_raise(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    existing_id = kind.create(metadata={"colour": "red"})[kind.key]
    again = {**kind.minimal, kind.key: existing_id, "metadata": {**ctx.mark, "colour": "blue"}}
    for body in (again, {**again, "if_exists": "raise"}):
        expect.status(ctx, ctx.send(ctx.operation, OperationRequest(body=body)), 409)
    read = kind.read(existing_id)
    expect.equal(ctx, read, read.json["metadata"].get("colour"), "red", "/metadata/colour")
