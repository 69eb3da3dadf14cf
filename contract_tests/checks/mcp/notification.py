"""A notification is accepted with 202 and an empty body, even if its method is unknown.

Why: Each client sends `notifications/initialized` right after `initialize`. If the server returns an error,
or a response that the client does not expect, the client gives up the connection.
https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#sending-messages-to-the-server
"""

from contract_tests.actions.mcp import send, succeed
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.notification", operation="call_mcp", tier=3, feature="mcp")
def notification(trial: Trial) -> None:
    succeed(trial, "ping")
    for method in ("notifications/initialized", "notifications/of_another_age"):
        taken = send(trial, {"jsonrpc": "2.0", "method": method})
        expect.status(trial, taken, 202)
        expect.same(trial, taken, len(taken.response.content), 0)
