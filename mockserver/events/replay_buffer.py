"""What has happened on a thread, as far as a connection keeps it for subscriptions to come."""

from collections import deque
from collections.abc import Iterator

from mockserver.events.protocol_event import Numbered
from mockserver.state.event_log import LARGEST

MOST = 10_000
"""Events."""


class Past:
    """The latest events: so many, and no more bytes than a log keeps."""

    def __init__(self, most: int = MOST, largest: int = LARGEST) -> None:
        self._most = most
        self._largest = largest
        self._events: deque[tuple[Numbered, int]] = deque()
        """Each with its size."""
        self._size = 0

    def __iter__(self) -> Iterator[Numbered]:
        return (numbered for numbered, _ in self._events)

    @property
    def oldest(self) -> int:
        """Its number; 0 if there is none."""
        return self._events[0][0].seq if self._events else 0

    def append(self, numbered: Numbered) -> None:
        """The last one stays, whatever its size."""
        size = len(numbered.encoded())
        self._events.append((numbered, size))
        self._size += size
        while len(self._events) > 1 and (len(self._events) > self._most or self._size > self._largest):
            self._size -= self._events.popleft()[1]
