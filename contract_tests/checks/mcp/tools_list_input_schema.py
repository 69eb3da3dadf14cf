"""The input schema of a tool has the properties of its graph's input schema.

Why: Models write arguments by this schema. Without the properties they guess them, and the graph gets an
input that it can't read.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#tool
"""

from contract_tests.actions.mcp import tools
from contract_tests.actions.resources import create_assistant
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.tools_list.input_schema", operation="call_mcp", tier=3, feature="mcp")
def input_schema(ctx: CheckContext) -> None:
    name = ctx.new_id()
    assistant = create_assistant(ctx, name=name)
    path = {"assistant_id": assistant["assistant_id"]}
    schemas = ctx.need(ctx.call("get_assistant_schemas", path=path))
    expected = sorted((schemas.json.get("input_schema") or {}).get("properties", ()))
    page, matching = tools(ctx, name)
    if not expected or not matching:
        raise Blocked("the graph does not show its input or its tool", page)
    expect.equal(
        ctx, page, sorted(matching[0]["inputSchema"].get("properties", ())), expected, "/result/tools/*"
    )
