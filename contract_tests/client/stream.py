"""Event streams, with the time at which each event arrived.

httpx-sse parses the fields of an event. This module finds the end of each event, so that every event has its
own time of arrival and its own id; parsed together, an event without an id would inherit the previous one.
"""

import math
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Self

import httpx
from httpx_sse import EventSource

from contract_tests.client import strict_json
from contract_tests.client.exchange import MAX_REPLAY_SECONDS, Exchange
from contract_tests.client.json_view import Source
from contract_tests.contract import Json

MEDIA_TYPE = "text/event-stream"

END_OF_EVENT = re.compile(rb"\r\n\r\n|\n\r\n|\n\n|\r\r")
"""Line break followed by an empty line."""

CLOSING = "end"
"""Event that some servers send after all others. It has nothing that a client needs."""

Ending = Literal["closed", "left", "broken"]
"""End of a stream: closed by the target, left by the client, or a broken connection."""


@dataclass(frozen=True)
class StreamedEvent:
    name: str
    text: str
    """Data as received."""
    id: str | None
    """Id of the event itself; `None` if it has no id."""
    at: float
    """Seconds from the request until the event was read."""

    @cached_property
    def source(self) -> Source:
        """Record of the data that checks have read."""
        return Source(self.name)

    @property
    def data(self) -> Json:
        """Data of the event, as checks read them; `None` unless they are valid JSON by RFC 8259."""
        return self.source.view(self._viewed)

    @property
    def is_json(self) -> bool:
        return self._outcome[0]

    @property
    def parsed(self) -> Json:
        """The same data for validation and cleanup: what they read is not what the check has read."""
        return self._outcome[1]

    @cached_property
    def _viewed(self) -> Json:
        return self.source.view(self.parsed)

    @cached_property
    def _outcome(self) -> tuple[bool, Json]:
        try:
            return True, strict_json.parse(self.text)
        except (ValueError, RecursionError):
            return False, None


@dataclass(frozen=True)
class Comment:
    """Comment line, such as a heartbeat."""

    text: str
    at: float


@dataclass(frozen=True)
class StreamedExchange(Exchange):
    """Request and the events of its response. Other responses have no events."""

    events: tuple[StreamedEvent, ...] = ()
    """Events without the closing one."""
    closing: StreamedEvent | None = None
    """Last event, if it only announces the end of the stream."""
    comments: tuple[Comment, ...] = ()
    ended: Ending = "closed"
    unfinished: bytes = b""
    """Bytes received after the last complete event."""

    @property
    def is_stream(self) -> bool:
        return is_stream(self.headers)

    @property
    def is_complete(self) -> bool:
        """Return whether the target has closed the stream."""
        return self.ended == "closed"

    @property
    def received(self) -> tuple[StreamedEvent, ...]:
        """Return all events, the closing one included."""
        return self.events if self.closing is None else (*self.events, self.closing)

    def with_received(self, received: Sequence[StreamedEvent]) -> Self:
        """Return the exchange with these events, of which the last may be the closing one."""
        if not received or received[-1].name != CLOSING:
            return replace(self, events=tuple(received), closing=None)
        *others, last = received
        return replace(self, events=tuple(others), closing=last)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(event.name for event in self.events)

    def named(self, *names: str) -> tuple[StreamedEvent, ...]:
        """Return the events with one of these names."""
        return tuple(event for event in self.events if event.name in names)

    def curl(self) -> str:
        if not self.is_stream:
            return super().curl()
        limit = "" if self.is_complete and not self.is_overlapping else f" --max-time {MAX_REPLAY_SECONDS}"
        return self.request.curl().replace("curl -sS", f"curl -sSN{limit}", 1)


def is_stream(headers: httpx.Headers) -> bool:
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower() == MEDIA_TYPE


class Reader:
    """Reader of a stream, step by step. A response that is not a stream has no events."""

    def __init__(
        self,
        exchange: Exchange,
        response: httpx.Response | None = None,
        *,
        started: float = 0.0,
        at_most: float = 0.0,
        over: float = math.inf,
        too_late: Exception | None = None,
    ) -> None:
        """Initialize the reader. Each read lasts up to `at_most` seconds, then the reader leaves the stream.

        `over` is the deadline of the whole run by the monotonic clock, at which `too_late` is raised.
        """
        self._exchange = exchange
        self._response = response
        self._chunks = response.iter_bytes() if response else iter(())
        self._started = started
        self._at_most = at_most
        self._over = over
        self._too_late = too_late
        self._ended: Ending = "left" if response else "closed"
        self._content = b"" if response else exchange.response.content
        self._buffer = b""
        self._waiting: deque[StreamedEvent] = deque()
        """Events received but not yet requested by the caller."""
        self._events: list[StreamedEvent] = []
        self._comments: list[Comment] = []

    @property
    def exchange(self) -> StreamedExchange:
        """Exchange with everything read so far."""
        exchange = self._exchange
        streamed = StreamedExchange(
            exchange.operation_id,
            exchange.request,
            replace(exchange.response, content=self._content),
            comments=tuple(self._comments),
            ended="left" if self._waiting else self._ended,
            unfinished=self._buffer,
            source=exchange.source,
        )
        return streamed.with_received(self._events)

    def next(self) -> StreamedEvent | None:
        """Return the next event; `None` if the stream has ended or the time is up."""
        return self._next(time.monotonic() + self._at_most)

    def _next(self, deadline: float) -> StreamedEvent | None:
        while not self._waiting and self._response is not None:
            self._read_chunk(deadline)
        if not self._waiting:
            return None
        self._events.append(self._waiting.popleft())
        return self._events[-1]

    def next_comment(self) -> Comment | None:
        """Return the first comment; `None` if the stream ended before it or the time is up."""
        deadline = time.monotonic() + self._at_most
        while not self._comments and self._response is not None:
            self._read_chunk(deadline)
        return self._comments[0] if self._comments else None

    def read_until(self, until: Callable[[StreamedEvent], bool] | None = None) -> tuple[StreamedEvent, ...]:
        """Return the following events, up to the first that satisfies `until`, or to the end."""
        before, deadline = len(self._events), time.monotonic() + self._at_most
        while (event := self._next(deadline)) and not (until and until(event)):
            pass
        return tuple(self._events[before:])

    def close(self) -> None:
        """Leave the stream; events that were received but not requested are dropped."""
        if self._response is not None:
            self._response.close()
            self._response = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _now(self) -> float:
        return time.monotonic() - self._started

    def _read_chunk(self, deadline: float) -> None:
        try:
            chunk = next(self._chunks, None)
        except httpx.TimeoutException:
            self._give_up()
        except (httpx.RequestError, httpx.StreamError):
            self._ended = "broken"
            self.close()
        else:
            self._parse(chunk or b"")
            if chunk is None:
                self._ended = "closed"
                self.close()
            elif time.monotonic() > min(deadline, self._over):
                self._give_up()

    def _give_up(self) -> None:
        self.close()
        if self._too_late is not None and time.monotonic() >= self._over:
            raise self._too_late

    def _parse(self, chunk: bytes) -> None:
        at = self._now()
        self._content += chunk
        *blocks, self._buffer = END_OF_EVENT.split(self._buffer + chunk)
        for block in blocks:
            self._comments += [Comment(text, at) for text in comments(block)]
            self._waiting += [StreamedEvent(*fields, at) for fields in fields_of(block)]


def comments(block: bytes) -> Iterator[str]:
    lines = block.decode("utf-8", "replace").splitlines()
    yield from (line[1:].strip() for line in lines if line.startswith(":"))


def fields_of(block: bytes) -> Iterator[tuple[str, str, str | None]]:
    """Yield name, data and id of the event; nothing if the block has only comments."""
    response = httpx.Response(200, headers={"content-type": MEDIA_TYPE}, content=block + b"\n\n")
    for event in EventSource(response).iter_sse():
        if event.data or event.event != "message":
            yield event.event, event.data, event.id or None
