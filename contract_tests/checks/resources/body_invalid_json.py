"""A body that is not valid JSON is rejected with 422.

Why: No SDK sends malformed JSON, but hand-written clients do. The JavaScript SDK does not retry after 422,
whereas it retries four times after 500.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from dataclasses import replace

from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import TAKING_A_BODY


@check("resources.body.invalid_json", operations=TAKING_A_BODY, tier=2, level="should")
def invalid_json(ctx: CheckContext) -> None:
    whole = minimal_request(ctx.operation, ctx)
    offered(ctx, ctx.send(ctx.operation, whole))
    broken = replace(whole, body=b'{"metadata": {')
    expect.status(ctx, ctx.send(ctx.operation, broken, valid=False), 422)
