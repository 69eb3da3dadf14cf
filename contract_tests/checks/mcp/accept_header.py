"""A request that accepts neither JSON nor an event stream is rejected with 400.

Why: A client has to accept both media types; one that accepts neither has a bug and should see an error.
Official clients always send a suitable header.
https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#sending-messages-to-the-server
"""

from contract_tests.actions.mcp import send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.accept_header", operation="call_mcp", tier=3, level="should", feature="mcp")
def accept_header(ctx: CheckContext) -> None:
    pinged = send_to_success(ctx, "ping")
    html = {"Accept": "text/html"}
    response = ctx.raw("POST", "/mcp", content=pinged.request.body, headers=html, operation_id="call_mcp")
    expect.status(ctx, response, 400)
