"""Who accepts neither JSON nor events is refused with 400."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.tool_use import succeed
from contract_tests.trial import Trial


@rule("mcp.accept", operation="call_mcp", tier=3, feature="mcp")
def accept(trial: Trial) -> None:
    pinged = succeed(trial, "ping")
    html = {"Accept": "text/html"}
    refused = trial.raw("POST", "/mcp", content=pinged.request.body, headers=html, operation_id="call_mcp")
    demand.status(trial, refused, 400)
