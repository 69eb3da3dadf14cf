"""Each assistant is listed as a tool; underscores replace spaces and special characters in its name.

Why: Users who create an assistant expect to find it among the tools of their client. The interfaces of models
reject names with spaces, and with them the whole list.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#listing-tools
"""

from contract_tests.actions.mcp import tools
from contract_tests.actions.resources import create_assistant
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.tools_list.assistants", operation="call_mcp", tier=3, feature="mcp")
def assistants(ctx: CheckContext) -> None:
    unique = ctx.new_id()
    name = f"{unique} plans  trips (é)"
    create_assistant(ctx, name=name)
    page, matching = tools(ctx, name)
    names = [tool["name"].removeprefix(unique) for tool in matching]
    expect.equal(ctx, page, names, ["_plans_trips_"], "/result/tools")
