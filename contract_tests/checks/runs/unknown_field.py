"""Unknown fields in the request for a run are ignored.

Why: The SDKs gain fields with every release, and servers are older than the pages that call them. A server
that rejects unknown fields breaks at the next `npm install`.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L577
"""

from contract_tests.actions.runs import start_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.unknown_field", operations=("create_thread_run", "create_run"), tier=1)
def unknown_field(ctx: CheckContext) -> None:
    ctx.need(start_by_operation(ctx))
    expect.status(ctx, start_by_operation(ctx, no_such_field={"any": ["value"]}), 200)
