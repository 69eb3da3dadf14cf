"""Calling a tool whose run fails returns a result with `isError`, not a protocol error.

Why: With `isError`, the model reads the error and tries again. A protocol error goes to the program instead,
which stops the model's work.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#error-handling
"""

from contract_tests.actions.mcp import call_tool, create_failing_tool
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.tools_call.error", operation="call_mcp", tier=3, feature="mcp")
def error(ctx: CheckContext) -> None:
    called = call_tool(ctx, create_failing_tool(ctx))
    expect.equal(ctx, called, called.json.get("result", {}).get("isError"), True, "/result/isError")
