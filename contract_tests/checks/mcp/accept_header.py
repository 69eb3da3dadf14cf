"""A request that accepts neither JSON nor an event stream is rejected with 400.

Why: A client has to accept both media types; one that accepts neither has a bug and should see an error.
Official clients always send a suitable header.
https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#sending-messages-to-the-server
"""

from contract_tests.actions.mcp import succeed
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.accept_header", operation="call_mcp", tier=3, level="should", feature="mcp")
def accept_header(trial: Trial) -> None:
    pinged = succeed(trial, "ping")
    html = {"Accept": "text/html"}
    refused = trial.raw("POST", "/mcp", content=pinged.request.body, headers=html, operation_id="call_mcp")
    expect.status(trial, refused, 400)
