"""The journal of a session: its latest requests, bounded in number and size."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter, time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mockserver.control.exchange import OVERHEAD_BYTES, Exchange

if TYPE_CHECKING:
    from mockserver.control.saved_journal import JournalWriter

MAX_EXCHANGES = 1000
MAX_BYTES = 8 * 1024 * 1024
"""Bytes that all exchanges of one journal may have; the oldest ones make room."""

MAX_UNREAD = 10_000
"""Changes that a reader may lag behind; beyond that its stream ends."""

Kind = Literal["started", "event", "finished"]


class Change(NamedTuple):
    kind: Kind
    """`event` is a piece of a stream or a message of a WebSocket."""
    exchange: Exchange
    piece: bytes = b""


class Reader:
    """The unread changes of one reader."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Change] = asyncio.Queue(MAX_UNREAD)
        self._lags = False
        """True if it has missed a change."""

    def add(self, change: Change) -> None:
        try:
            self._queue.put_nowait(change)
        except asyncio.QueueFull:
            self._lags = True

    async def next(self) -> Change | None:
        """Return the next change; `None` if it was missed."""
        return None if self._lags and self._queue.empty() else await self._queue.get()


class Journal:
    def __init__(self, *, max_exchanges: int = MAX_EXCHANGES, max_bytes: int = MAX_BYTES) -> None:
        """Create an empty journal."""
        self._max_exchanges = max_exchanges
        self._max_bytes = max_bytes
        self._exchanges: deque[Exchange] = deque()
        self._size = 0
        self._first = 1
        """Number of the oldest exchange, or of the next one if the journal is empty."""
        self._last = 0
        self._wall = time() - perf_counter()
        self._readers: list[Reader] = []
        self._writer: JournalWriter | None = None

    def fill(self, restored: Callable[[float], Iterator[Exchange]]) -> None:
        """Add earlier exchanges to the empty journal. `restored` takes the wall clock at 0."""
        for exchange in restored(self._wall):
            self._exchanges.append(exchange)
            self._size += exchange.size
            self._last = exchange.number
        self._first = self._exchanges[0].number if self._exchanges else self._last + 1
        self._drop_oldest()

    def write_to(self, writer: "JournalWriter | None") -> None:
        """Write all exchanges from now on."""
        self._writer = writer

    def __iter__(self) -> Iterator[Exchange]:
        """Return the exchanges, oldest first."""
        return iter(tuple(self._exchanges))

    @property
    def last_number(self) -> int:
        """Return the number of the latest exchange; 0 without one."""
        return self._last

    @property
    def dropped(self) -> int:
        """Return the number of exchanges that made room for later ones or were deleted."""
        return self._last - len(self._exchanges)

    def open(self, scope: Mapping[str, Any]) -> Exchange:
        self._last = number = self._last + 1
        exchange = Exchange(number, scope, self._wall)
        self._exchanges.append(exchange)
        self._size += OVERHEAD_BYTES
        if self._size > self._max_bytes or number - self._first >= self._max_exchanges:
            self._drop_oldest()
        if self._readers:
            self._publish(Change("started", exchange))
        return exchange

    def grow(self, exchange: Exchange, size: int) -> None:
        """Count the bytes that an exchange has grown by."""
        exchange.size += size
        if exchange.number >= self._first:
            self._size += size
            if self._size > self._max_bytes:
                self._drop_oldest()

    def event(self, exchange: Exchange, piece: bytes) -> None:
        if self._writer and exchange.number >= self._first:
            self._writer.event(exchange)
        if self._readers:
            self._publish(Change("event", exchange, piece))

    def finish(self, exchange: Exchange, finished: float) -> None:
        exchange.finished = finished
        if whole := len(exchange.received_whole) + len(exchange.sent_whole):
            self.grow(exchange, whole)
        if self._writer and exchange.number >= self._first:
            self._writer.finish(exchange)
        if self._readers:
            self._publish(Change("finished", exchange))

    def clear(self) -> None:
        """Delete all exchanges. Numbers continue, so that readers notice nothing twice."""
        self._exchanges.clear()
        self._size = 0
        self._first = self._last + 1
        self._forget()

    @contextmanager
    def _reader(self) -> Iterator[Reader]:
        reader = Reader()
        self._readers.append(reader)
        try:
            yield reader
        finally:
            self._readers.remove(reader)

    async def follow(self) -> AsyncGenerator[Change, None]:
        """Yield all later changes, unless the reader falls too far behind."""
        with self._reader() as reader:
            while change := await reader.next():
                yield change

    async def wait(
        self, matches: Callable[[Exchange], bool], *, after: int, seconds: float
    ) -> Exchange | None:
        """Return the first matching exchange with a number above `after`; `None` after some seconds.

        Exchanges in progress are compared again when they change.
        """
        with self._reader() as reader:
            for exchange in self:
                if exchange.number > after and matches(exchange):
                    return exchange
            try:
                async with asyncio.timeout(seconds):
                    while change := await reader.next():
                        if change.exchange.number > after and matches(change.exchange):
                            return change.exchange
            except TimeoutError:
                pass
        return None

    def _publish(self, change: Change) -> None:
        for reader in self._readers:
            reader.add(change)

    def _drop_oldest(self) -> None:
        """Drop exchanges until the journal is within its bounds; the latest one always stays."""
        exchanges = self._exchanges
        while len(exchanges) > 1 and (self._size > self._max_bytes or len(exchanges) > self._max_exchanges):
            oldest = exchanges.popleft()
            self._size -= oldest.size
            self._first = oldest.number + 1
        self._forget()

    def _forget(self) -> None:
        """Delete the exchanges that are not here any more from the file, if they are in one."""
        if self._writer:
            self._writer.drop(self._first)
