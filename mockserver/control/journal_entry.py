"""An exchange as JSON, made when the journal is read: parsed, judged and without secrets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

import orjson

from mockserver.control.api import Api, OwnedFacts
from mockserver.control.event_bytes import EventSplitter, is_comment
from mockserver.control.exchange import Exchange, RawHeaders
from mockserver.control.redaction import Redactor
from mockserver.control.session import Session

ELLIPSIS = "…"


class SentEvent(NamedTuple):
    name: str
    id: str | None
    data: bytes
    instant: float
    """Time at which it was complete."""


class Entry:
    """A readable view of an exchange. Nothing is computed before it is needed."""

    def __init__(self, exchange: Exchange, session: Session, api: Api) -> None:
        self.exchange = exchange
        self._session = session
        self._api = api

    @cached_property
    def facts(self) -> OwnedFacts:
        raw = self.exchange
        return self._api.facts(
            raw.method,
            raw.path,
            raw.headers,
            raw.received.content,
            self._session.assistants,
            owner=raw.owner,
        )

    @cached_property
    def response_error(self) -> str | None:
        """Return the first violation of the contract in the response; see `Api.response_error`."""
        raw, operation = self.exchange, self.facts.operation
        if raw.is_socket or not (raw.status and raw.closed and operation):
            return None
        if not raw.is_stream:
            if raw.sent.is_cut:
                return None
            content = b"" if raw.method == "HEAD" else raw.sent.content
            return self._api.response_error(operation, raw.status, raw.response_headers, content)
        errors = (
            self._api.event_error(operation, raw.status, event.name, event.data) for event in self.events()
        )
        return next((error for error in errors if error), "")

    @property
    def is_valid(self) -> bool | None:
        """Return whether request and response obey the contract; `None` if that is unknown."""
        if self.exchange.request_error or self.response_error:
            return False
        return None if self.response_error is None else True

    def events(self) -> Iterator[SentEvent]:
        """Yield the events of a stream, without heartbeats."""
        splitter = EventSplitter()
        for piece, instant in self.exchange.sent.timed_pieces:
            for event in splitter.split(piece):
                if not is_comment(event):
                    yield sent_event(event, instant)

    def summary(self) -> dict[str, Any]:
        """Return what identifies the request, for lists."""
        raw = self.exchange
        return {
            "number": raw.number,
            "operation": self.facts.operation or None,
            "method": raw.method,
            "path": raw.path,
            "status": raw.status or None,
            "started_at": datetime.fromtimestamp(raw.started_at, UTC).isoformat(timespec="microseconds"),
            "duration_ms": round(raw.milliseconds, 3),
            "finished": raw.finished is not None,
            "valid": self.is_valid,
            "faults": list(raw.faults),
        }

    def to_json(self) -> dict[str, Any]:
        raw, redactor = self.exchange, self._redactor
        return {
            **self.summary(),
            "session": self._session.id,
            "owner": self.facts.owner or None,
            "websocket": raw.is_socket,
            "request": {
                "query": redactor.text("?" + raw.query.decode("latin-1"))[1:],
                "headers": self._headers(raw.headers),
                "body": None
                if raw.is_socket
                else self.content(raw.received.content, is_cut=raw.received.is_cut),
                "body_bytes": raw.received.size,
                "error": redactor.text(raw.request_error) or None,
            },
            "response": self._response() if raw.status or raw.sent.pieces else None,
        }

    def _response(self) -> dict[str, Any]:
        raw = self.exchange
        has_events = raw.is_stream
        return {
            "headers": self._headers(raw.response_headers),
            "body": None if has_events else self.content(raw.sent.content, is_cut=raw.sent.is_cut),
            "body_bytes": raw.sent.size,
            "complete": raw.closed,
            "events": [*(self._messages() if raw.is_socket else self._events())] if has_events else None,
            "events_cut": has_events and raw.sent.is_cut,
            "error": self._redactor.text(self.response_error or "") or None,
        }

    def _events(self) -> Iterator[dict[str, Any]]:
        for event in self.events():
            yield {
                "at_ms": round(self.exchange.since_start(event.instant), 3),
                "event": event.name,
                "id": event.id,
                "data": self.content(event.data),
            }

    def _messages(self) -> Iterator[dict[str, Any]]:
        """Yield the messages of a WebSocket in the order of their times."""
        raw = self.exchange
        messages = [
            (instant, direction, piece)
            for direction, body in (("received", raw.received), ("sent", raw.sent))
            for piece, instant in body.timed_pieces
        ]
        for instant, direction, piece in sorted(messages, key=lambda message: message[0]):
            yield {
                "at_ms": round(raw.since_start(instant), 3),
                "event": direction,
                "id": None,
                "data": self.content(piece),
            }

    @cached_property
    def _redactor(self) -> Redactor:
        return Redactor.of(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in self.exchange.headers
        )

    def _headers(self, headers: RawHeaders) -> dict[str, str]:
        found: dict[str, str] = {}
        for raw_name, raw_value in headers:
            name = raw_name.decode("latin-1")
            value = self._redactor.header(name, raw_value.decode("latin-1"))
            found[name] = f"{found[name]}, {value}" if name in found else value
        return found

    def content(self, content: bytes, *, is_cut: bool = False) -> Any:
        """Return the JSON value, or the text if it is not JSON; `None` for no content."""
        text = self._redactor.text(content.decode("utf-8", "replace"))
        if is_cut:
            return text + ELLIPSIS
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            return text or None


def sent_event(raw: bytes, instant: float) -> SentEvent:
    fields: dict[bytes, bytes] = {}
    for line in raw.splitlines():
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        fields[name] = fields[name] + b"\n" + value if name == b"data" and name in fields else value
    event_id = fields.get(b"id")
    return SentEvent(
        fields.get(b"event", b"message").decode("utf-8", "replace"),
        None if event_id is None else event_id.decode("utf-8", "replace"),
        fields.get(b"data", b""),
        instant,
    )
