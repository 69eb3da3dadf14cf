"""Time as a world sees it: the wall's, or a logical one that repeats with the seed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

TICK = timedelta(microseconds=1)
LOGICAL_START = datetime(2025, 1, 1, tzinfo=UTC)
LOGICAL_STEP = timedelta(milliseconds=1)


class Clock:
    """`now` never gives the same instant twice, so the order of changes can be read from their times."""

    def __init__(self, read: Callable[[], datetime], elapsed: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._last = datetime.min.replace(tzinfo=UTC)
        self.elapsed = elapsed
        """Seconds on a clock that nobody sets; what expires, expires by it."""

    @classmethod
    def wall(cls) -> "Clock":
        return cls(lambda: datetime.now(UTC))

    @classmethod
    def logical(cls) -> "Clock":
        """Starts at a fixed instant and advances by a fixed step with each reading."""
        readings = count()
        return cls(lambda: LOGICAL_START + LOGICAL_STEP * next(readings))

    def now(self) -> datetime:
        self._last = max(self._read(), self._last + TICK)
        return self._last


def written(instant: datetime) -> str:
    """As the API writes it, always with microseconds: texts of one clock sort as their instants do."""
    return instant.isoformat(timespec="microseconds")
