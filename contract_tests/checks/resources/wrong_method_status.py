"""A method that the path does not support is rejected with 405.

Why: No client sends an unsupported method. To the author of a new client, 405 names the mistake, whereas
404 suggests a wrong address and 500 a broken server.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import EACH_PATH


@check("resources.wrong_method.status", operations=EACH_PATH, tier=2, level="should")
def wrong_method(ctx: CheckContext) -> None:
    right = minimal_request(ctx.operation, ctx)
    offered(ctx, ctx.send(ctx.operation, right))
    put = ctx.raw("PUT", right.url(ctx.operation), content=right.content)
    expect.status(ctx, put, 405)
