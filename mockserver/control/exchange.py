"""One request in the journal and its response, kept as bytes and made readable only when it is read."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

WEBSOCKET = "WEBSOCKET"
"""Method of a WebSocket, which shares its path with HTTP requests."""

MAX_BODY_BYTES = 64 * 1024
"""Bytes kept of each body; of the rest only the size is kept."""

MAX_STREAM_BYTES = 1024 * 1024
"""Bytes kept of the events of a stream or of the messages of a WebSocket."""

OVERHEAD_BYTES = 2000
"""Approximate bytes of an exchange in addition to its bodies."""

PIECE_OVERHEAD_BYTES = 100

RawHeaders = Sequence[tuple[bytes, bytes]]


class Body:
    """The first bytes of a body, as it arrived or was sent; of a stream also the time of each piece."""

    __slots__ = ("kept", "pieces", "size", "times")

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.times: list[float] | None = None
        """`None` for a body that is not a stream."""
        self.size = 0
        """Bytes of the whole body."""
        self.kept = 0

    def add(self, piece: bytes, most: int, *, is_timed: bool = False) -> int:
        """Keep up to `most` bytes in total, and return the number of bytes that were kept."""
        size = len(piece)
        self.size += size
        if self.kept + size > most:
            size = max(most - self.kept, 0)
            piece = piece[:size]
        if not size:
            return 0
        self.pieces.append(piece)
        if is_timed:
            self.times = [] if self.times is None else self.times
            self.times.append(perf_counter())
        self.kept += size
        return size + PIECE_OVERHEAD_BYTES

    @classmethod
    def of(cls, content: bytes) -> "Body":
        """Return a complete body."""
        body = cls()
        body.add(content, len(content))
        return body

    @property
    def timed_pieces(self) -> "zip[tuple[bytes, float]]":
        return zip(self.pieces, self.times or (), strict=True)

    @property
    def is_cut(self) -> bool:
        return self.kept < self.size

    @property
    def content(self) -> bytes:
        return self.pieces[0] if len(self.pieces) == 1 else b"".join(self.pieces)


class Exchange:
    """A request and what became of it. `sent` and `received` of a WebSocket hold its messages."""

    __slots__ = (
        "_wall",
        "closed",
        "faults",
        "finished",
        "headers",
        "is_socket",
        "is_stream",
        "method",
        "number",
        "owner",
        "path",
        "query",
        "received_pieces",
        "received_whole",
        "request_error",
        "response_headers",
        "sent_pieces",
        "sent_whole",
        "size",
        "started",
        "status",
    )

    def __init__(self, number: int, scope: Mapping[str, Any], wall: float) -> None:
        """Begin an exchange. `wall` is the time of the wall clock at 0 of `perf_counter`."""
        self.number = number
        self.is_socket: bool = scope["type"] == "websocket"
        self.method: str = WEBSOCKET if self.is_socket else scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope.get("query_string", b"")
        self.headers: RawHeaders = scope["headers"]
        self.started = perf_counter()
        self._wall = wall
        self.finished: float | None = None
        """`None` while the request is in progress."""
        self.received_pieces: Body | None = None
        """The body; `None` if it was short and came in one piece: most do, and a `Body` costs more."""
        self.received_whole = b""
        """The body that came in one piece."""
        self.status = 0
        """Status of the response; 0 before it, and if there was none. Close code of a WebSocket."""
        self.response_headers: RawHeaders = ()
        self.is_stream = self.is_socket
        self.sent_pieces: Body | None = None
        self.sent_whole = b""
        self.closed = False
        """True if the response is complete."""
        self.faults: tuple[str, ...] = ()
        self.owner: str | None = None
        """Owner of a request from the state file, where its credentials are masked; `None` for others."""
        self.request_error = ""
        """Why the request violates the contract; `""` if it does not."""
        self.size = OVERHEAD_BYTES

    @property
    def received(self) -> Body:
        """Return the body so far; reading it changes nothing."""
        return self.received_pieces or Body.of(self.received_whole)

    @property
    def sent(self) -> Body:
        """Return the body so far; reading it changes nothing."""
        return self.sent_pieces or Body.of(self.sent_whole)

    def add_received(self, piece: bytes, most: int, *, is_timed: bool = False) -> int:
        """Keep a piece of the body, up to `most` bytes in total; return the number of bytes that it takes."""
        self.received_pieces = self.received_pieces or Body.of(self.received_whole)
        return self.received_pieces.add(piece, most, is_timed=is_timed)

    def add_sent(self, piece: bytes, most: int, *, is_timed: bool = False) -> int:
        """Keep a piece of the body, as `add_received` does."""
        self.sent_pieces = self.sent_pieces or Body.of(self.sent_whole)
        return self.sent_pieces.add(piece, most, is_timed=is_timed)

    @property
    def started_at(self) -> float:
        """Return the time of the wall clock, also in a session whose clock is frozen."""
        return self._wall + self.started

    @property
    def milliseconds(self) -> float:
        """Return the duration; of a request in progress, the time since its start."""
        end = perf_counter() if self.finished is None else self.finished
        return (end - self.started) * 1000

    def since_start(self, instant: float) -> float:
        """Return the milliseconds between the start and the instant."""
        return (instant - self.started) * 1000
