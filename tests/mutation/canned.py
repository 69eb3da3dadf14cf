"""Responses from the contract's examples, of servers that accept or reject what they should not."""

import json
from typing import Any

from miniatures.events import Event
from miniatures.http_messages import Response

from contract_tests.client.stream import MEDIA_TYPE
from contract_tests.contract import Operation

JSON = "application/json"

REFUSAL = "x-refusal"
"""Field of a response object: the field of a successful response that makes it an error."""

REJECTIONS = (422, 400)

HEADERS = {
    "Content-Location": "/runs/11111111-1111-4111-8111-111111111111",
    "Location": "/runs/11111111-1111-4111-8111-111111111111/stream",
    "X-Pagination-Total": "1",
    "X-Pagination-Next": "1",
}
"""A valid value of each documented header."""


def acceptance(operation: Operation) -> Response:
    """Return the first success that the contract shows for the operation."""
    status = operation.success[0]
    response = operation.responses[status]
    content = response.get("content", {})
    headers = {name.lower(): HEADERS[name] for name in response.get("headers", {})}
    if JSON in content:
        bodies = _bodies(content[JSON], response.get(REFUSAL), refused=False)
        return Response(status, {**headers, "content-type": JSON}, _json(bodies))
    if MEDIA_TYPE in content:
        first = next(iter(content[MEDIA_TYPE]["x-stream-examples"].values()))
        return Response(status, {**headers, "content-type": MEDIA_TYPE}, b"", _events(first))
    return Response(status, headers, b"")


def rejection(operation: Operation) -> Response:
    """Return the error that the contract shows for an invalid request."""
    for status in REJECTIONS:
        if status in operation.responses:
            bodies = _bodies(operation.responses[status]["content"][JSON])
            return Response(status, {"content-type": JSON}, _json(bodies or [{"detail": "invalid"}]))
    return Response(REJECTIONS[0], {"content-type": JSON}, _json([{"detail": "invalid"}]))


def _bodies(content: Any, field: str | None = None, *, refused: bool = True) -> list[Any]:
    bodies = [each["value"] for each in content.get("examples", {}).values()]
    return [body for body in bodies if refused or not (isinstance(body, dict) and field in body)]


def _json(bodies: list[Any]) -> bytes:
    return json.dumps(bodies[0] if bodies else {}).encode()


async def _events(events: list[Any]) -> Any:
    for each in events:
        yield Event(each["event"], each.get("data"), str(each.get("id", "")))
