"""An unknown path is not found: the status is 404.

Why: With 404, a client knows that the server lacks a feature. If the server returns 200 with its start page,
clients parse HTML, and after a 500 the JavaScript SDK sends the request four more times.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("system.unknown_path.status", operation="get_ok", tier=2)
def unknown_path(ctx: CheckContext) -> None:
    expect.status(ctx, ctx.raw("GET", "/no/such/path"), 404)
