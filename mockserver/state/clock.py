"""Clock of a world: wall-clock time, or a logical time that is reproducible with a seed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

TICK = timedelta(microseconds=1)
LOGICAL_START = datetime(2025, 1, 1, tzinfo=UTC)
LOGICAL_STEP = timedelta(milliseconds=1)


class Clock:
    """A clock whose `now` is strictly increasing, so that times show the order of changes."""

    def __init__(self, read: Callable[[], datetime], elapsed: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._last = datetime.min.replace(tzinfo=UTC)
        self.elapsed = elapsed
        """Seconds on a monotonic clock; expiry uses it."""

    @classmethod
    def wall(cls) -> "Clock":
        return cls(lambda: datetime.now(UTC))

    @classmethod
    def logical(cls) -> "Clock":
        """Return a clock that starts at a fixed instant and advances by a fixed step with each reading."""
        readings = count()
        return cls(lambda: LOGICAL_START + LOGICAL_STEP * next(readings))

    def now(self) -> datetime:
        self._last = max(self._read(), self._last + TICK)
        return self._last


def iso_timestamp(instant: datetime) -> str:
    """Format an instant for the API, always with microseconds, so that strings of one clock sort by time."""
    return instant.isoformat(timespec="microseconds")
