"""WebSocket of the target: commands are sent as text frames, responses and events are received."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Protocol, Self

from httpx import Headers

from contract_tests.client import strict_json
from contract_tests.client.exchange import Request, Response
from contract_tests.client.json_view import Source
from contract_tests.client.stream import Ending, StreamedEvent, StreamedExchange
from contract_tests.contract import Json


class HandshakeFailed(Exception):
    """The target rejected the connection. `NO_RESPONSE` is the status if it did not respond."""

    def __init__(self, status: int, reason: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, reason, headers)
        self.status = status
        self.reason = reason
        self.headers = headers or {}


class Closed(Exception):
    """The target has closed the connection."""


class Transport(Protocol):
    """Transport of the frames."""

    def send(self, text: str, /) -> None:
        """Send a frame. Raises: Closed."""

    def receive(self, at_most: float, /) -> str:
        """Return the next frame. Raises: TimeoutError, Closed."""

    def close(self) -> None:
        """Close the connection."""


Connect = Callable[[str, Mapping[str, str]], Transport]
"""Function that opens a transport to a URL, with headers. Raises: HandshakeFailed."""


@dataclass(frozen=True)
class SocketExchange(StreamedExchange):
    """Frames of a WebSocket. The request's body contains those that were sent, one per line."""

    responses: tuple[str, ...] = ()
    """Frames that are not events."""


class Socket:
    """WebSocket that sends and receives step by step. A rejected one has a status and no frames."""

    def __init__(
        self, operation_id: str | None, request: Request, line: Transport | None, response: Response
    ) -> None:
        self._operation_id = operation_id
        self._request = request
        self._line = line
        self._response = response
        self._started = time.monotonic()
        self._ended: Ending = "left" if line else "closed"
        self._sent: list[str] = []
        self._events: list[StreamedEvent] = []
        self._responses: list[str] = []
        self._source = Source()

    @property
    def exchange(self) -> SocketExchange:
        """Exchange with everything sent and received so far."""
        response = replace(self._response, content="\n".join(self._responses).encode())
        return SocketExchange(
            self._operation_id,
            self._request,
            response,
            events=tuple(self._events),
            ended=self._ended,
            responses=tuple(self._responses),
            source=self._source,
        )

    @property
    def is_open(self) -> bool:
        return self._line is not None

    def send(self, frame: str) -> None:
        self._sent.append(frame)
        self._request = replace(self._request, body="\n".join(self._sent).encode())
        if self._line is not None:
            try:
                self._line.send(frame)
            except Closed:
                self._ended = "closed"
                self.close()

    def read_events(self, until: Callable[[StreamedEvent], bool], at_most: float) -> list[StreamedEvent]:
        """Return the events up to the first that satisfies `until`, or until the time is up."""
        before = len(self._events)
        for frame in self._frames(at_most):
            if isinstance(frame, StreamedEvent) and until(frame):
                break
        return self._events[before:]

    def response_to(self, is_it: Callable[[Json], bool], at_most: float) -> Json:
        """Return the next response that satisfies `is_it`; `None` if it does not arrive in time."""
        for frame in self._frames(at_most):
            if isinstance(frame, str) and is_it(message := self._source.view(parsed(frame))):
                return message
        return None

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _frames(self, at_most: float) -> Iterator[StreamedEvent | str]:
        deadline = time.monotonic() + at_most
        while self._line is not None:
            try:
                yield self._received(self._line.receive(max(0.0, deadline - time.monotonic())))
            except TimeoutError:
                return
            except Closed:
                self._ended = "closed"
                self.close()

    def _received(self, frame: str) -> StreamedEvent | str:
        event = event_in(frame, time.monotonic() - self._started)
        if event is None:
            self._responses.append(frame)
            return frame
        self._events.append(event)
        return event


def opened(connect: Connect, request: Request, operation_id: str | None) -> Socket:
    try:
        line = connect(request.url, request.headers)
    except HandshakeFailed as rejection:
        response = Response(rejection.status, Headers(dict(rejection.headers)))
        return Socket(operation_id, request, None, response)
    return Socket(operation_id, request, line, Response(int(HTTPStatus.SWITCHING_PROTOCOLS)))


def event_in(frame: str, at: float) -> StreamedEvent | None:
    """Return the event in a frame; `None` if the frame is a response."""
    message = parsed(frame)
    if not isinstance(message, Mapping) or message.get("type") != "event":
        return None
    return StreamedEvent(str(message.get("method")), frame, str(message.get("seq")), at)


def parsed(frame: str) -> Json:
    """Parse a frame; `None` unless it is valid JSON."""
    try:
        return strict_json.parse(frame)
    except (ValueError, RecursionError):
        return None
