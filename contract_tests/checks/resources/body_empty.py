"""An empty body is rejected with 422 where a body is required.

Why: The SDKs always send a body here. To the author of a hand-written client, 422 shows that the request is
wrong, whereas 500 suggests that a retry could succeed.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from dataclasses import replace

from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import TAKING_A_BODY


@check("resources.body.empty", operations=TAKING_A_BODY, tier=2, level="should")
def empty(ctx: CheckContext) -> None:
    whole = minimal_request(ctx.operation, ctx)
    offered(ctx, ctx.send(ctx.operation, whole))
    expect.status(ctx, ctx.send(ctx.operation, replace(whole, body=b""), valid=False), 422)
