"""Calling an unknown tool fails with the error -32602.

Why: Models invent tools. With `-32602`, the client can correct the model; after a success, the model believes
a result that no tool has produced.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#error-handling
"""

from contract_tests.actions.json_rpc import code
from contract_tests.actions.mcp import call_tool, send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.tools_call.unknown", operation="call_mcp", tier=3, feature="mcp")
def unknown(ctx: CheckContext) -> None:
    send_to_success(ctx, "tools/list")
    called = call_tool(ctx, ctx.new_id())
    expect.equal(ctx, called, code(called), -32602, "/error/code")
