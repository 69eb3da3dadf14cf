"""Unknown fields in a request body are ignored.

Why: The SDKs gain fields with every release, and servers are older than the pages that call them. A server
that rejects unknown fields breaks at the next `npm install`.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/threads/index.ts#L57
"""

from dataclasses import replace

from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import TAKING_A_BODY


@check("resources.body.unknown_field", operations=TAKING_A_BODY, tier=2)
def unknown_field(ctx: CheckContext) -> None:
    offered(ctx, ctx.send(ctx.operation, minimal_request(ctx.operation, ctx)))
    known = minimal_request(ctx.operation, ctx)
    body = {**known.body, "no_such_field": {"any": ["value"]}}
    response = ctx.send(ctx.operation, replace(known, body=body))
    expect.status(ctx, response, *ctx.operation.success)
