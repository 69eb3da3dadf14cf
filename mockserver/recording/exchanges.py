"""Requests and responses of a recording, as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
from httpx_sse import EventSource

from contract_tests.har import TEXT, Entry, headers_of
from contract_tests.text import user_file

STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Streamed:
    """An event of a stream."""

    name: str
    text: str
    id: str | None
    at: float | None
    """Seconds since 1970. `None` if the recording has no times."""
    data: Any = field(init=False)
    """Value of the text as JSON; `None` if it has none."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", _json(self.text))


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of a WebSocket."""

    is_sent: bool
    text: str
    at: float | None
    data: Any = field(init=False)
    """Value of the text as JSON; `None` if it has none."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", _json(self.text))


@dataclass(frozen=True, slots=True)
class RecordedExchange:
    number: int
    """Position in the recording, from 1."""
    method: str
    path: str
    body: Any
    """JSON of the request; `None` without one."""
    status: int
    headers: Mapping[str, str]
    """Headers of the response, by their names in lower case."""
    content: Any
    """JSON of the response; `None` without one."""
    events: tuple[Streamed, ...]
    frames: tuple[Frame, ...]
    started: float | None
    """Seconds since 1970. `None` if the recording has no times."""
    is_recorded: bool
    """False if the body of the response was not recorded."""

    def __str__(self) -> str:
        return f"entry {self.number}, {self.method} {self.path}"

    @property
    def damaged(self) -> str:
        """Return the numbers of the events or frames whose data is not JSON, from 1."""
        there: list[Streamed | Frame] = [*self.events, *self.frames]
        return ", ".join(str(number) for number, each in enumerate(there, 1) if _is_damaged(each))


def exchanges(entries: list[Entry], folder: Path) -> Iterator[RecordedExchange]:
    """Yield the exchanges of a recording. Bodies in separate files are in the folder."""
    for number, entry in enumerate(entries, 1):
        headers = {name.lower(): value for name, value in headers_of(entry.response.headers)}
        content = _body(entry, folder)
        events = tuple(_events(entry, headers, content))
        yield RecordedExchange(
            number,
            entry.request.method.upper(),
            _path(entry.request.url),
            _json((entry.request.body and entry.request.body.text) or ""),
            entry.response.status,
            headers,
            None if events else _json((content or b"").decode("utf-8", "replace")),
            events,
            tuple(_frames(entry)),
            _seconds(entry.started),
            content is not None or bool(events) or bool(entry.frames),
        )


def _body(entry: Entry, folder: Path) -> bytes | None:
    try:
        return entry.response.content.body(folder)
    except OSError:
        return None


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rstrip("/")
    except ValueError:
        return ""


def _json(text: str) -> Any:
    """Return the value of a JSON text; `None` if it is not JSON or nested too deeply."""
    try:
        return user_file.parsed(text) if text else None
    except user_file.Unreadable:
        return None


def _is_damaged(event: Streamed | Frame) -> bool:
    if event.data is not None or not event.text:
        return False
    try:
        user_file.parsed(event.text)
    except user_file.Unreadable:
        return True
    return False


def _events(entry: Entry, headers: Mapping[str, str], content: bytes | None) -> Iterator[Streamed]:
    recorded = entry.events or []
    if not headers.get("content-type", "").startswith(STREAM) or not content:
        for each in recorded:
            yield Streamed(each.name, each.data, each.id or None, each.time)
        return
    response = httpx.Response(200, headers={"content-type": STREAM}, content=content)
    parsed = [event for event in EventSource(response).iter_sse() if event.data or event.event != "message"]
    times = [each.time for each in recorded] if len(recorded) == len(parsed) else [None] * len(parsed)
    for event, at in zip(parsed, times, strict=True):
        yield Streamed(event.event, event.data, event.id or None, at)


def _frames(entry: Entry) -> Iterator[Frame]:
    for each in entry.frames or ():
        if each.opcode == TEXT:
            yield Frame(each.type == "send", each.data, each.time)


def _seconds(date: str | None) -> float | None:
    try:
        return datetime.fromisoformat(date).timestamp() if date else None
    except (ValueError, OverflowError):
        return None
