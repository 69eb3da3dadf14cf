"""Effects of a fault on one request and its response."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

import orjson

from mockserver.control.event_selection import event_selection
from mockserver.control.fault_delay import Delay, delay
from mockserver.control.request_match import RequestFacts
from mockserver.control.stream_fault import Cut, Stall, StreamFault
from mockserver.errors import InvalidRequest

Connection = Literal["reset", "close", "stall"]
"""Instead of a response: reset or close the connection, or never respond."""

BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.NOT_MODIFIED})

FRAMING = frozenset({"connection", "content-length", "transfer-encoding"})
"""Headers that the server sets."""

READ_ONLY = HTTPStatus.SERVICE_UNAVAILABLE, "The server is in read-only mode"
EXPIRED = HTTPStatus.UNAUTHORIZED, "The credentials have expired"

NO_BODY = object()

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ForcedResponse:
    status: int
    headers: Headers = ()
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Effect:
    delay: Delay | None = None
    response: ForcedResponse | None = None
    example: str = ""
    """Name of an example in the contract to send; `""` for none."""
    executed: bool = False
    """Execute the operation first; only its response is replaced or lost."""
    headers: Headers = ()
    """Headers added to the true response."""
    connection: Connection | None = None
    expired: bool = False
    """Affects only requests that need credentials."""
    read_only: bool = False
    """Affects only requests that change something."""
    queue: Delay | None = None
    """Delay before a run starts."""
    bytes_per_second: float = 0.0
    """Speed of the body; 0 is full speed."""
    cut_after_bytes: int | None = None
    """Bytes of the body after which the connection is closed; `None` sends all of it."""
    stream: StreamFault | None = None

    def affects(self, request: RequestFacts) -> bool:
        if self.expired and not request.needs_credentials:
            return False
        return request.changes_state or not self.read_only


def effect(given: Mapping[str, Any], field: str) -> Effect:
    """Parse an effect.

    Raises:
        InvalidRequest: parts exclude each other, or a value is out of its bounds.

    """
    exclude_each_other(given, field)
    expired, read_only = given.get("credentials") == "expired", given.get("read_only", False)
    response = forced_response(given, field, default=EXPIRED if expired else READ_ONLY if read_only else None)
    return Effect(
        delay=delay(given["delay"], f"{field}.delay") if "delay" in given else None,
        response=response,
        example=given.get("example", ""),
        executed=given.get("executed", False),
        headers=() if response else headers_of(given, field),
        connection=given.get("connection"),
        expired=expired,
        read_only=read_only,
        queue=delay(given["queue"], f"{field}.queue") if "queue" in given else None,
        bytes_per_second=given.get("bytes_per_second", 0.0),
        cut_after_bytes=given.get("cut_after_bytes"),
        stream=stream_fault(given["stream"], f"{field}.stream") if "stream" in given else None,
    )


def exclude_each_other(given: Mapping[str, Any], field: str) -> None:
    """Check that the effect has at most one response.

    Raises:
        InvalidRequest: it has several.

    """
    reasons = [name for name in ("credentials", "read_only", "example", "connection") if given.get(name)]
    if len(reasons) > 1:
        raise InvalidRequest(field, f"{reasons[0]} and {reasons[1]} exclude each other")
    for name in ("status", "body"):
        if name in given and reasons and reasons[0] in {"connection", "example"}:
            raise InvalidRequest(field, f"{reasons[0]} and {name} exclude each other")


def forced_response(
    given: Mapping[str, Any], field: str, default: tuple[HTTPStatus, str] | None = None
) -> ForcedResponse | None:
    """Return the response that replaces the true one; `None` without one."""
    body = given.get("body", NO_BODY)
    if default is None and "status" not in given and body is NO_BODY:
        return None
    status, detail = given.get("status", default[0] if default else HTTPStatus.OK), default and default[1]
    if status in BODILESS:
        return ForcedResponse(status, headers_of(given, field))
    if body is NO_BODY:
        body = {"detail": detail or phrase(status)}
    content_type, content = (
        ("text/plain; charset=utf-8", body.encode())
        if isinstance(body, str)
        else ("application/json", orjson.dumps(body))
    )
    headers = headers_of(given, field)
    if not any(name == "content-type" for name, _ in headers):
        headers = (("content-type", content_type), *headers)
    return ForcedResponse(status, headers, content)


def phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Forced by a fault"


def headers_of(given: Mapping[str, Any], field: str) -> Headers:
    """Return the headers with names in lower case.

    Raises:
        InvalidRequest: one of them is set by the server.

    """
    headers = []
    for name, values in given.get("headers", {}).items():
        if name.lower() in FRAMING:
            raise InvalidRequest(f"{field}.headers.{name}", "is set by the server")
        headers += [
            (name.lower(), str(value)) for value in (values if isinstance(values, list) else [values])
        ]
    return tuple(headers)


def stream_fault(given: Mapping[str, Any], field: str) -> StreamFault:
    selections = {
        name: event_selection(given.get(name)) for name in ("malformed", "duplicated", "lost", "reordered")
    }
    cut, stall = given.get("cut"), given.get("stall")
    return StreamFault(
        cut=Cut(cut["after"], cut.get("by", "close")) if cut else None,
        stall=Stall(
            stall["after"], delay(stall["seconds"], f"{field}.stall.seconds") if "seconds" in stall else None
        )
        if stall
        else None,
        **selections,
    )
