"""Events in the order they happened, for any number of readers. A writer never waits for a reader."""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncGenerator

from mockserver.state.event import Event
from mockserver.state.turns import Turn

LARGEST = 32 * 1024 * 1024
"""Bytes that a log keeps; beyond them it drops its oldest events."""
LONGEST = 20
"""Digits of a number in an id that are read; no event is so late, and Python refuses to read thousands."""
OVERHEAD = 200
"""Bytes that an event takes beside its data, about."""

DROPPED = Event("error", b'{"error":"EventsDropped","message":"The log keeps no events that are so old"}')
"""What a reader gets instead of events that are gone; it is the last that it gets."""


class Log:
    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._events: list[Event] = []
        self._dropped = 0
        self._size = 0
        self._news = asyncio.Event()
        self._end = asyncio.Event()

    @property
    def end(self) -> int:
        """Position of the event to come."""
        return self._dropped + len(self._events)

    @property
    def kept(self) -> list[Event]:
        """Those of the past that it has."""
        return list(self._events)

    def append(self, event: Event) -> None:
        self._events.append(event)
        self._size += _size(event)
        if self._size > self._largest:
            self._drop_oldest()
        self._tell()

    def finish(self) -> None:
        self._end.set()
        self._tell()

    async def finished(self) -> None:
        """Wait for that."""
        await self._end.wait()

    def position_after(self, event_id: tuple[int, int]) -> int:
        """Of the first event with a later id."""
        return self._dropped + bisect_right(self._events, event_id, key=_number)

    async def follow(self, position: int) -> AsyncGenerator[Event, None]:
        """From there on, those that are still to come, too, until the log is finished."""
        turn = Turn()
        while True:
            news = self._news
            while position < self.end:
                if position < self._dropped:
                    yield DROPPED
                    return
                yield self._events[position - self._dropped]
                position += 1
                await turn.share()
            if self._end.is_set():
                return
            await news.wait()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _drop_oldest(self) -> None:
        """Half of what it may keep, so that it is not done for each event."""
        dropped = 0
        while dropped < len(self._events) - 1 and self._size > self._largest // 2:
            self._size -= _size(self._events[dropped])
            dropped += 1
        del self._events[:dropped]
        self._dropped += dropped


def numbers(event_id: str) -> tuple[int, int]:
    """Milliseconds and sequence number of an id; `-` and `-1` are before all."""
    if event_id.startswith("-"):
        return (0, 0)
    milliseconds, _, sequence = event_id.partition("-")
    # an id without a sequence number is the last of its millisecond: nothing is sent twice
    return (int(milliseconds[:LONGEST]), int(sequence[:LONGEST]) if sequence else 1 << 62)


def _number(event: Event) -> tuple[int, int]:
    """Of a log whose events have no ids, none is late."""
    return numbers(event.id) if event.id else (0, 0)


def _size(event: Event) -> int:
    return len(event.data) + OVERHEAD
