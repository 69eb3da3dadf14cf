"""Past events of a thread that a connection keeps for later subscriptions."""

from collections import deque
from collections.abc import Iterator

from mockserver.events.protocol_event import Numbered
from mockserver.state.event_log import LARGEST

MOST = 10_000
"""Default limit, in events."""


class Past:
    """The latest events, limited in number and total bytes."""

    def __init__(self, most: int = MOST, largest: int = LARGEST) -> None:
        self._most = most
        self._largest = largest
        self._events: deque[tuple[Numbered, int]] = deque()
        """Events with their size in bytes."""
        self._size = 0

    def __iter__(self) -> Iterator[Numbered]:
        return (numbered for numbered, _ in self._events)

    @property
    def oldest(self) -> int:
        """Return the number of the oldest event; 0 for an empty buffer."""
        return self._events[0][0].seq if self._events else 0

    def append(self, numbered: Numbered) -> None:
        """Append the event and drop the oldest ones over the limits, but never the new one."""
        size = len(numbered.encoded())
        self._events.append((numbered, size))
        self._size += size
        while len(self._events) > 1 and (len(self._events) > self._most or self._size > self._largest):
            self._size -= self._events.popleft()[1]
