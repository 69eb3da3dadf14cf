"""What runs have told: a log for each run, and one for each thread with the events of all its runs."""

import asyncio
import json
from bisect import bisect_right
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass

from mockserver.state.clock import Clock
from mockserver.state.runs import Run
from mockserver.state.turns import Turn


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    """As it is on the wire: `values`, or `values|child:<id>` for one of a subgraph."""
    data: bytes
    """JSON."""
    id: str | None = None
    """Where a reader can go on after it; only streams that can be resumed have ids."""


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


FINISHED = 1000
"""Logs of finished resumable runs that are kept; the oldest go first."""


class Passing(Event):
    """Told to those who listen, and to nobody later."""

    __slots__ = ()


class RunLog(Log):
    """The events of one run. Only those of a resumable one have ids and outlast it."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run_id = run.run_id
        self.thread_id = run.thread_id
        self.resumable: bool = bool(run.kwargs.get("stream_resumable"))
        self.outcome = b"{}"
        """What the run came to, once it is finished: JSON."""


class ThreadLog(Log):
    """The events of all runs of a thread, each with an id."""

    def __init__(self) -> None:
        super().__init__()
        self.readers = 0

    def append(self, event: Event) -> None:
        if self.readers or not isinstance(event, Passing):
            super().append(event)

    async def read(self, after: tuple[int, int] | None) -> AsyncGenerator[Event, None]:
        """`None` is from now on."""
        now = self.end
        self.readers += 1
        try:
            async for event in self._replayed(now, after):
                yield event
            async for event in self.follow(now):
                yield event
        finally:
            self.readers -= 1

    async def _replayed(self, now: int, after: tuple[int, int] | None) -> AsyncGenerator[Event, None]:
        position = now if after is None else self.position_after(after)
        if position == now:
            return
        async for event in self.follow(position):
            if not isinstance(event, Passing):
                yield event
            position += 1
            if position == now:
                return


class Logs:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_id = (0, 0)
        self._runs: dict[str, RunLog] = {}
        self._finished: dict[str, None] = {}
        self._threads: dict[str, ThreadLog] = {}

    def open(self, run: Run) -> RunLog:
        log = self._runs[run.run_id] = RunLog(run)
        return log

    def of(self, run_id: str) -> RunLog | None:
        """`None` for a finished run whose events nobody keeps."""
        return self._runs.get(run_id)

    def of_thread(self, thread_id: str) -> ThreadLog:
        return self._threads.setdefault(thread_id, ThreadLog())

    def told(self, thread_id: str) -> list[Event]:
        """On a thread, so far."""
        log = self._threads.get(thread_id)
        return log.kept if log else []

    def leave(self, thread_id: str) -> None:
        """Nobody need remember a thread that nothing happened on and that nobody reads any more."""
        log = self._threads.get(thread_id)
        if log and not log.readers and not log.end:
            del self._threads[thread_id]

    def tell(self, log: RunLog, name: str, data: bytes, *, run_too: bool = True) -> None:
        """`run_too`: to those who follow the run, and not only to those who follow its thread."""
        if log.run_id not in self._runs:
            return  # its thread is gone, and the id of that may be another one's
        event_id = self._new_id()
        if run_too:
            log.append(Event(name, data, event_id if log.resumable else None))
        if log.resumable or log.thread_id in self._threads:
            kind = Event if log.resumable else Passing
            self.of_thread(log.thread_id).append(kind(name, data, event_id))

    def close(self, log: RunLog) -> None:
        done = json.dumps({"status": "run_done", "run_id": log.run_id}, separators=(",", ":"))
        self.tell(log, "metadata", done.encode(), run_too=False)
        log.finish()
        if not log.resumable:
            self._runs.pop(log.run_id, None)  # those who read it still have it
        elif log.run_id in self._runs:
            self._finished[log.run_id] = None
        while len(self._finished) > FINISHED:
            oldest = next(iter(self._finished))
            self.forget(oldest)

    def forget(self, run_id: str) -> None:
        self._finished.pop(run_id, None)
        self._runs.pop(run_id, None)

    def drop(self, thread_id: str, run_ids: Iterable[str]) -> None:
        """A thread's, which is gone, and its runs': those who follow have read all there will be."""
        logs = [self._runs.get(run_id) for run_id in run_ids]
        for run_id in run_ids:
            self.forget(run_id)
        for log in (*logs, self._threads.pop(thread_id, None)):
            if log:
                log.finish()

    def finish(self) -> None:
        """Of all: nothing happens any more."""
        for log in (*self._runs.values(), *self._threads.values()):
            log.finish()

    def _new_id(self) -> str:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        last, sequence = self._last_id
        self._last_id = (milliseconds, 0) if milliseconds > last else (last, sequence + 1)
        return "{}-{}".format(*self._last_id)
