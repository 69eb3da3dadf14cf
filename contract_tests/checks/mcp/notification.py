"""A notification is accepted with 202 and an empty body, even if its method is unknown.

Why: Each client sends `notifications/initialized` right after `initialize`. If the server returns an error,
or a response that the client does not expect, the client gives up the connection.
https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#sending-messages-to-the-server
"""

from contract_tests.actions.mcp import send, send_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("mcp.notification", operation="call_mcp", tier=3, feature="mcp")
def notification(ctx: CheckContext) -> None:
    send_to_success(ctx, "ping")
    for method in ("notifications/initialized", "notifications/of_another_age"):
        accepted = send(ctx, {"jsonrpc": "2.0", "method": method})
        expect.status(ctx, accepted, 202)
        expect.equal(ctx, accepted, len(accepted.response.content), 0)
