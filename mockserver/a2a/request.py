"""Parsing of a JSON-RPC request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.a2a.errors import BAD_PARAMS, NO_METHOD, NO_REQUEST, UNREADABLE, A2AError
from mockserver.request_response import Malformed

METHODS = ("message/send", "message/stream", "tasks/get", "tasks/cancel")


@dataclass(frozen=True, slots=True)
class Request:
    id: str | int | None
    """Id of the request; `None` if it is invalid."""
    method: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    keeps_the_contract: bool = True

    def response(self, result: Mapping[str, Any]) -> dict[str, Any]:
        return {"jsonrpc": "2.0", "id": self.id, "result": result}

    def error_response(self, error: A2AError) -> dict[str, Any]:
        return {"jsonrpc": "2.0", "id": self.id, "error": {"code": error.code, "message": str(error)}}

    def must_keep_the_contract(self) -> None:
        """Reject params that the protocol's types allow, but the stricter contract does not."""
        if not self.keeps_the_contract:
            raise A2AError(BAD_PARAMS, f"params: must match the contract's schema for {self.method}")


def read_request(body: Any) -> Request:
    """Return the request; of its params, only the type is checked.

    Raises:
        A2AError: it is not a valid request.

    """
    is_valid = not isinstance(body, Malformed)
    if isinstance(body, Malformed):
        if not body.is_json:
            raise A2AError(UNREADABLE, body.problem.detail)
        body = body.body
    _must_be_request(body)
    if body["method"] not in METHODS:
        raise A2AError(NO_METHOD, f"Method not found: {body['method']}")
    params = body.get("params", {})
    if not isinstance(params, dict):
        raise A2AError(BAD_PARAMS, "params: must be an object")
    return Request(body["id"], body["method"], params, is_valid)


def id_of(body: Any) -> str | int | None:
    """Return the id; `None` if it is missing or invalid."""
    body = body.body if isinstance(body, Malformed) else body
    request_id = body.get("id") if isinstance(body, dict) else None
    return request_id if isinstance(request_id, str | int) and not isinstance(request_id, bool) else None


def _must_be_request(body: Any) -> None:
    if not isinstance(body, dict):
        raise A2AError(NO_REQUEST, "A request must be an object")
    if body.get("jsonrpc") != "2.0":
        raise A2AError(NO_REQUEST, "jsonrpc: must be '2.0'")
    if id_of(body) is None:
        raise A2AError(NO_REQUEST, "id: must be a string or an integer")
    if not isinstance(body.get("method"), str):
        raise A2AError(NO_REQUEST, "method: must be a string")
