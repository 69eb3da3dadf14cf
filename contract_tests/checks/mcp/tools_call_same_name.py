"""Every listed tool can be called, even if several assistants have the same name.

Why: Users give several assistants the same name. If a listed tool can't be called, or the call reaches the
other one, the model gets the wrong agent's answer.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#calling-tools
"""

from contract_tests.actions.json_rpc import code
from contract_tests.actions.mcp import call_tool, create_tool, tools
from contract_tests.actions.resources import create_assistant
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.tools_call.same_name", operation="call_mcp", tier=3, feature="mcp")
def same_name(ctx: CheckContext) -> None:
    title = create_tool(ctx)
    create_assistant(ctx, name=title)
    listed, matching = tools(ctx, title)
    expect.equal(ctx, listed, bool(matching), True, "/result/tools")
    for tool in matching:
        called = call_tool(ctx, tool["name"])
        received = f"error {code(called)}"
        ctx.expect("result" in called.json, expected="a result", received=received, exchange=called)
