"""Clock of a world: wall-clock time, or a logical time that is reproducible with a seed.

Tests can freeze it, set it and advance it. Everything that waits for a time of this clock wakes up then.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mockserver.errors import Conflict, InvalidRequest
from mockserver.state.changes import nothing

TICK = timedelta(microseconds=1)
LOGICAL_START = datetime(2025, 1, 1, tzinfo=UTC)
LOGICAL_STEP = timedelta(milliseconds=1)

EARLIEST = datetime(1970, 12, 31, tzinfo=UTC)
LATEST = datetime(3000, 1, 2, tzinfo=UTC)
"""Limits of the times to which a clock can be set: ids contain the time in a few bits."""

MAX_STOPS = 1000
"""Maximum number of due times at which an advancing clock stops; after those it jumps to the end."""


@dataclass(frozen=True, slots=True)
class ClockState:
    """Everything that a clock of the same kind needs to continue."""

    now: datetime
    offset: float
    """Seconds by which the clock is ahead of the wall clock; 0 for a logical clock."""
    elapsed: float
    frozen: bool = False


class LogicalTime:
    """A time that starts at a fixed instant and advances by a fixed step with each reading."""

    def __init__(self) -> None:
        self._next = LOGICAL_START

    def __call__(self) -> datetime:
        now, self._next = self._next, self._next + LOGICAL_STEP
        return now

    def last(self) -> datetime:
        """Return the last reading, without another one."""
        return self._next - LOGICAL_STEP


class Clock:
    """A clock whose `now` is strictly increasing, so that times show the order of changes."""

    def __init__(
        self,
        read: Callable[[], datetime],
        elapsed: Callable[[], float] = time.monotonic,
        last: Callable[[], datetime] | None = None,
    ) -> None:
        """Read the time by `read`; if reading it changes it, `last` returns the last reading."""
        self._read = read
        self._seconds = elapsed
        self._last_read = last
        self._offset = timedelta()
        self._skipped = 0.0
        self._frozen: tuple[datetime, float] | None = None
        """`now` and `elapsed` of a frozen clock."""
        self._last = datetime.min.replace(tzinfo=UTC)
        self._alarms: set[Alarm] = set()
        self.changed: Callable[[], None] = nothing
        """Called when it is frozen, resumed, set or advanced."""

    @classmethod
    def wall(cls) -> "Clock":
        return cls(lambda: datetime.now(UTC))

    @classmethod
    def logical(cls) -> "Clock":
        """Return a clock that starts at a fixed instant and advances by a fixed step with each reading."""
        reading = LogicalTime()
        return cls(reading, last=reading.last)

    def now(self) -> datetime:
        there = self._frozen[0] if self._frozen else self._read() + self._offset
        self._last = max(there, self._last + TICK)
        return self._last

    def elapsed(self) -> float:
        """Return the seconds on a monotonic clock; expiry uses it."""
        return self._frozen[1] if self._frozen else self._seconds() + self._skipped

    def elapsed_at(self, instant: datetime, *, after: datetime) -> float:
        """Return `elapsed` at an instant after a reading.

        A frozen clock counts from its own time, because readings of it are microseconds ahead. Others count
        from the reading, because a logical clock is behind.
        """
        now, elapsed = self._frozen or (after, self.elapsed())
        return elapsed + (instant - now).total_seconds()

    def peek(self) -> datetime:
        """Return the current time without taking a reading."""
        if self._frozen:
            return max(self._frozen[0], self._last)
        return max((self._last_read or self._read)() + self._offset, self._last)

    @property
    def is_frozen(self) -> bool:
        return self._frozen is not None

    def freeze(self) -> None:
        if not self._frozen:
            self._frozen = self.peek(), self.elapsed()
            self._rearm()

    def resume(self) -> None:
        """Continue from the time at which the clock was frozen."""
        if self._frozen:
            now, elapsed = self._frozen
            self._frozen = None
            self._offset = now - (self._last_read or self._read)()
            self._skipped = elapsed - self._seconds()
            self._rearm()

    async def advance(self, seconds: float) -> None:
        """Advance the clock, and stop whenever something is due: crons fire as often as in reality.

        Raises:
            Conflict: the clock would leave its range.

        """
        if seconds > (LATEST - self.peek()).total_seconds():
            raise Conflict(f"the clock must stay before the year {LATEST.year}")
        end = self.elapsed() + seconds
        for _ in range(MAX_STOPS):
            due = min((alarm.due for alarm in self._alarms), default=end)
            if due >= end:
                break
            self._skip_to(due)
            await self._ring()
        self._skip_to(end)
        await self._ring()

    async def set(self, instant: datetime) -> None:
        """Advance the clock to the instant.

        Raises:
            Conflict: it is in the past, or beyond the range of clocks.

        """
        seconds = (instant - self.peek()).total_seconds()
        if seconds < 0:
            raise Conflict(
                f"body.now: is before the time of the session, {iso_timestamp(self.peek())}; "
                "times order its checkpoints, so only POST /_mock/reset can set an earlier one"
            )
        await self.advance(seconds)

    def start_at(self, instant: datetime) -> None:
        """Set a new clock, before its first reading.

        Raises:
            InvalidRequest: the instant is outside the range of clocks.

        """
        if not EARLIEST <= instant < LATEST:
            raise InvalidRequest("body.now", f"must be from {EARLIEST.year + 1} to {LATEST.year - 1}")
        self._offset = instant - (self._last_read or self._read)()
        self.changed()

    def state(self) -> ClockState:
        offset = 0.0 if self._last_read else self._offset.total_seconds()
        return ClockState(self.peek(), offset, self.elapsed(), self.is_frozen)

    def restore(self, state: ClockState) -> None:
        """Continue like the clock with this state, before anything waits for a time of this one."""
        self._last = state.now
        self._offset = state.now - self._last_read() if self._last_read else timedelta(seconds=state.offset)
        self._skipped = state.elapsed - self._seconds()
        self._frozen = (state.now, state.elapsed) if state.frozen else None

    def call_at(self, due: float, ring: Callable[[], None]) -> "Alarm":
        """Call `ring` in the event loop at a time on `elapsed`."""
        alarm = Alarm(self, due, ring, self._alarms.discard)
        self._alarms.add(alarm)
        alarm.arm()
        return alarm

    async def sleep_until(self, due: float) -> None:
        woken = asyncio.Event()
        alarm = self.call_at(due, woken.set)
        try:
            await woken.wait()
        finally:
            alarm.cancel()

    def _skip_to(self, end: float) -> None:
        """Advance `elapsed` to the time, unless it is past."""
        seconds = max(end - self.elapsed(), 0.0)
        if self._frozen:
            now, elapsed = self._frozen
            self._frozen = now + timedelta(seconds=seconds), max(end, elapsed)
        else:
            self._offset += timedelta(seconds=seconds)
            self._skipped += seconds
        self._rearm()

    async def _ring(self) -> None:
        """Ring the alarms that are due, and let the tasks that they wake set new ones."""
        for alarm in [*self._alarms]:
            alarm.check()
        for _ in range(LOOPS_PER_STOP):
            await asyncio.sleep(0)

    def _rearm(self) -> None:
        """Follow a change of the clock."""
        self.changed()
        for alarm in self._alarms:
            alarm.arm()


LOOPS_PER_STOP = 4
"""Passes of the event loop that a woken task needs until it waits again."""


class Alarm:
    """A call at a time of a clock. It rings once."""

    __slots__ = ("_clock", "_forget", "_handle", "_ring", "due")

    def __init__(
        self, clock: Clock, due: float, ring: Callable[[], None], forget: Callable[["Alarm"], None]
    ) -> None:
        self.due = due
        """Time on `Clock.elapsed`."""
        self._clock = clock
        self._ring = ring
        self._forget = forget
        self._handle: asyncio.TimerHandle | None = None

    def arm(self) -> None:
        """Wait in real time; a frozen clock reaches no later time on its own."""
        self._disarm()
        remaining = self.due - self._clock.elapsed()
        if remaining <= 0 or not self._clock.is_frozen:
            self._handle = asyncio.get_running_loop().call_later(max(remaining, 0.0), self.check)

    def check(self) -> None:
        """Ring if the alarm is due."""
        if self.due > self._clock.elapsed():
            self.arm()
        else:
            self.cancel()
            self._ring()

    def cancel(self) -> None:
        self._disarm()
        self._forget(self)

    def _disarm(self) -> None:
        if self._handle:
            self._handle.cancel()
            self._handle = None


def iso_timestamp(instant: datetime) -> str:
    """Format an instant for the API, always with microseconds, so that strings of one clock sort by time."""
    return instant.isoformat(timespec="microseconds")
