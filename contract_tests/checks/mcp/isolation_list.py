"""The list of tools omits another owner's assistants.

Why: A model sees every listed tool. A stranger's tools reveal what they do, and are called by mistake.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#listing-tools
"""

from contract_tests.actions.mcp import create_tool, tools
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.isolation.list", operation="call_mcp", tier=3, feature="mcp", identities=2)
def isolation_list(ctx: CheckContext) -> None:
    name = create_tool(ctx, other=True)
    own, foreign_tools = tools(ctx, name, other=True)
    if not foreign_tools:
        raise Blocked("an owner does not see the tool of their own assistant", own)
    page, own_tools = tools(ctx, name)
    expect.equal(ctx, page, len(own_tools), 0, "/result/tools")
