"""`/mcp/` behaves like `/mcp`, or redirects to it with the method preserved.

Why: Users paste the URL with a slash or without, and clients keep it. A redirect that turns POST into GET
ends in 405, and the server seems to be missing.
https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#streamable-http
"""

from contract_tests.actions.json_rpc import ACCEPT
from contract_tests.actions.mcp import send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

KEEPING_THE_METHOD = (307, 308)


@check("mcp.trailing_slash", operation="call_mcp", tier=3, feature="mcp")
def trailing_slash(ctx: CheckContext) -> None:
    pinged = send_to_success(ctx, "ping")
    response = ctx.raw("POST", "/mcp/", content=pinged.request.body, headers=ACCEPT)
    expect.status(ctx, response, 200, *KEEPING_THE_METHOD)
    if response.status in KEEPING_THE_METHOD:
        redirect = response.headers.get("location", "").partition("?")[0]
        expect.equal(ctx, response, redirect[redirect.rfind("/") :], "/mcp", "Location")
    else:
        expect.equal(ctx, response, response.json, pinged.json)
