"""Answers for operations that no handler knows: from the document, and saying so in `X-Mock-Answer`."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson

from contract_tests.contract import Contract, Operation
from mockserver.call import Answer
from mockserver.http.openapi.samples import Recursion, Samples

PREFERRED = ("application/json", "text/event-stream")
ORIGIN = "x-mock-answer"
"""`example` or `schema`: what of the document the answer was made from."""


def sample_answer(contract: Contract, operation: Operation) -> Answer:
    """The one of its first success."""
    status = min(operation.success or tuple(operation.responses) or (200,))
    content = operation.responses.get(status, {}).get("content", {})
    media = min(content, key=lambda name: (name not in PREFERRED, name), default=None)
    if media is None:
        return without_content(status)
    value, origin = sample(contract, content[media])
    if media == "application/json":
        return Answer(value, status, {ORIGIN: origin})
    raw = event(value) if media == "text/event-stream" else text(value)
    return Answer(raw, status, {ORIGIN: origin, "content-type": media})


def without_content(status: int) -> Answer:
    if status >= HTTPStatus.BAD_REQUEST:
        return Answer({"detail": HTTPStatus(status).phrase}, status, {ORIGIN: "schema"})
    return Answer(None if status == HTTPStatus.NO_CONTENT else b"", status, {ORIGIN: "schema"})


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
    """One server-sent event: an example that is a written stream, an event of fields, or an event's data."""
    if isinstance(value, str) and value.endswith("\n\n"):
        return value.encode()
    if not isinstance(value, dict) or "data" not in value:
        value = {"event": "message", "data": orjson.dumps(value).decode()}  # clients read data as JSON
    lines = [b"%s: %s" % (name.encode(), text(field)) for name, field in value.items()]
    return b"\n".join(lines) + b"\n\n"


def text(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else orjson.dumps(value)
