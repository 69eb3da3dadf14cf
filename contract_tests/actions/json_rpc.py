"""JSON-RPC messages, which A2A and MCP have in common."""

from typing import Any

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json

ACCEPT = {"Accept": "application/json, text/event-stream"}


def request(method: str, params: Json, request_id: Json = 1) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": request_id, "method": method, "params": params}


def json_object(response: Exchange) -> dict[str, Json]:
    """Return the JSON object of the response; empty if it has no such body."""
    return response.json if isinstance(response.json, dict) else {}


def code(response: Exchange) -> Json:
    """Return the error code; `None` if the response is not an error."""
    return json_object(response).get("error", {}).get("code")
