"""Past events of a thread that a connection keeps for later subscriptions."""

from collections import deque
from collections.abc import Iterator

from mockserver.events.protocol_event import SequencedEvent
from mockserver.state.event_log import MAX_LOG_BYTES

MAX_EVENTS = 10_000
"""Default limit, in events."""


class ReplayBuffer:
    """The latest events, limited in number and total bytes."""

    def __init__(self, max_events: int = MAX_EVENTS, max_bytes: int = MAX_LOG_BYTES) -> None:
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._events: deque[tuple[SequencedEvent, int]] = deque()
        """Events with their size in bytes."""
        self._size = 0

    def __iter__(self) -> Iterator[SequencedEvent]:
        return (numbered for numbered, _ in self._events)

    @property
    def oldest(self) -> int:
        """Return the number of the oldest event; 0 for an empty buffer."""
        return self._events[0][0].seq if self._events else 0

    def append(self, numbered: SequencedEvent) -> None:
        """Append the event and drop the oldest ones over the limits, but never the new one."""
        size = len(numbered.encoded())
        self._events.append((numbered, size))
        self._size += size
        while len(self._events) > 1 and (
            len(self._events) > self._max_events or self._size > self._max_bytes
        ):
            self._size -= self._events.popleft()[1]
