"""Calling another owner's tool fails with the error of an unknown tool, -32602.

Why: A tool acts on behalf of its owner. A stranger who can call it uses that owner's data and money.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#security-considerations
"""

from contract_tests.actions.json_rpc import code
from contract_tests.actions.mcp import call_tool, create_tool, tools
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.isolation.call", operation="call_mcp", tier=3, feature="mcp", identities=2)
def isolation_call(ctx: CheckContext) -> None:
    name = create_tool(ctx, other=True)
    own, foreign_tools = tools(ctx, name, other=True)
    if not foreign_tools:
        raise Blocked("an owner does not see the tool of their own assistant", own)
    called = call_tool(ctx, name)
    if not expect.is_refused(called):
        expect.equal(ctx, called, code(called), -32602, "/error/code")
