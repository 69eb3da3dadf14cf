"""Calling a tool runs its assistant with the arguments as input, and returns the values as content.

Why: This is the purpose of a tool. If the arguments don't reach the graph, or its values don't come back, the
model makes up the rest.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#calling-tools
"""

from contract_tests.actions.mcp import call_tool, create_tool
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

TEXT = "a word in a thousand"


@check("mcp.tools_call.values", operation="call_mcp", tier=3, feature="mcp")
def values(ctx: CheckContext) -> None:
    called = call_tool(ctx, create_tool(ctx), TEXT)
    result = called.json.get("result", {})
    received = "".join(part["text"] for part in result.get("content", ()))
    ctx.expect(
        TEXT in received and not result.get("isError"),
        expected=f"values with the message {TEXT!r}",
        received=("a failure with " if result.get("isError") else "") + expect.shown(received),
        exchange=called,
        pointer="/result/content",
    )
