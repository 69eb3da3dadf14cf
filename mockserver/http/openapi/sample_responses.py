"""Sample responses for operations without a handler, marked with the header `X-Mock-Answer`."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson

from contract_tests.contract import Contract, Operation
from mockserver.http.openapi.samples import Recursion, Samples
from mockserver.request_response import Response

PREFERRED = ("application/json", "text/event-stream")
ORIGIN = "x-mock-answer"
"""Header with the source of the sample: `example` or `schema`."""


def sample_response(contract: Contract, operation: Operation) -> Response:
    """Return a sample of the first successful response."""
    status = min(operation.success or tuple(operation.responses) or (200,))
    content = operation.responses.get(status, {}).get("content", {})
    media = min(content, key=lambda name: (name not in PREFERRED, name), default=None)
    if media is None:
        return without_content(status)
    value, origin = sample(contract, content[media])
    if media == "application/json":
        return Response(value, status, {ORIGIN: origin})
    raw = event(value) if media == "text/event-stream" else text(value)
    return Response(raw, status, {ORIGIN: origin, "content-type": media})


def without_content(status: int) -> Response:
    if status >= HTTPStatus.BAD_REQUEST:
        return Response({"detail": HTTPStatus(status).phrase}, status, {ORIGIN: "schema"})
    return Response(None if status == HTTPStatus.NO_CONTENT else b"", status, {ORIGIN: "schema"})


def sample(contract: Contract, media: Mapping[str, Any]) -> tuple[Any, str]:
    if "example" in media:
        return media["example"], "example"
    for example in media.get("examples", {}).values():
        return contract.resolve(example).get("value"), "example"
    try:
        return Samples(contract).of(media.get("schema", {})), "schema"
    except Recursion:
        return {}, "schema"


def event(value: Any) -> bytes:
    """Return a server-sent event; `value` is a complete stream, the event's fields, or only its data."""
    if isinstance(value, str) and value.endswith("\n\n"):
        return value.encode()
    if not isinstance(value, dict) or "data" not in value:
        value = {"event": "message", "data": orjson.dumps(value).decode()}  # clients parse data as JSON
    lines = [b"%s: %s" % (name.encode(), text(field)) for name, field in value.items()]
    return b"\n".join(lines) + b"\n\n"


def text(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else orjson.dumps(value)
