"""Who accepts neither JSON nor events is refused with 400.

Why: A client has to accept both forms; one that accepts neither has made a mistake, and should hear of it.
Official clients always send a fitting header.
https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#sending-messages-to-the-server
"""

from contract_tests.actions.mcp import succeed
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.accept", operation="call_mcp", tier=3, level="should", feature="mcp")
def accept(trial: Trial) -> None:
    pinged = succeed(trial, "ping")
    html = {"Accept": "text/html"}
    refused = trial.raw("POST", "/mcp", content=pinged.request.body, headers=html, operation_id="call_mcp")
    demand.status(trial, refused, 400)
