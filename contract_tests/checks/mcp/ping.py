"""`ping` returns an empty result.

Why: Clients ping to see if the server is alive. Without a response they may consider the connection dead, and
close it in the middle of the work.
https://modelcontextprotocol.io/specification/2025-06-18/basic/utilities/ping
"""

from contract_tests.actions.mcp import request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.ping", operation="call_mcp", tier=3, feature="mcp")
def ping(ctx: CheckContext) -> None:
    response = request(ctx, "ping")
    expect.equal(ctx, response, response.json.get("result"), {}, "/result")
