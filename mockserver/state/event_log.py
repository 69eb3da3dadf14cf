"""Event logs: one for each run, and one for each thread with the events of all its runs."""

import asyncio
import json
from bisect import bisect_right
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass

from mockserver.state.changes import Changes, Series, Table
from mockserver.state.clock import Clock
from mockserver.state.event_loop import TimeSlice
from mockserver.state.runs import Run


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    """Event name as sent: `values`, or `values|child:<id>` for an event of a subgraph."""
    data: bytes
    """JSON."""
    id: str | None = None
    """Id from which a reader can resume; `None` in streams that can't be resumed."""


class EphemeralEvent(Event):
    """An event for current readers only, never replayed."""

    __slots__ = ()


MAX_LOG_BYTES = 32 * 1024 * 1024
"""Bytes that a log keeps; beyond that it drops its oldest events."""
MAX_DIGITS = 20
"""Digits of a number in an id that are parsed; no event has more, and Python rejects thousands."""
EVENT_OVERHEAD_BYTES = 200
"""Approximate bytes of an event in addition to its data."""

DROPPED = Event("error", b'{"error":"EventsDropped","message":"The log keeps no events that are so old"}')
"""Last event for a reader whose next events were dropped."""


class ConnectionCut(Exception):
    """The connections of the log's current readers are to be cut, without an end of their responses.

    `ErrorResponses` cuts them: a handler only has to let it pass.
    """


class Log:
    def __init__(self, events: Series[Event], largest: int = MAX_LOG_BYTES) -> None:
        """Create a log that appends to `events`, which is empty."""
        self._largest = largest
        self._events = events
        self._dropped = 0
        self._size = 0
        self._cuts = 0
        self._waiting: list[asyncio.Future[None]] = []
        self._news = asyncio.Event()
        self._end = asyncio.Event()

    @property
    def end(self) -> int:
        """Return the position of the next event."""
        return self._dropped + len(self._events)

    @property
    def kept(self) -> list[Event]:
        """Return the past events that were not dropped."""
        return list(self._events)

    def append(self, event: Event) -> None:
        if isinstance(event, EphemeralEvent):
            self._events.append_unrecorded(event)
        else:
            self._events.append(event)
        self._size += _size(event)
        if self._size > self._largest:
            self._drop_oldest()
        self._notify()

    def finish(self) -> None:
        self._end.set()
        self._notify()
        for waiting in self._take_waiting():
            waiting.set_result(None)

    def leave(self) -> None:
        """Delete the records of the events; current readers still get them."""
        self._events.leave()

    def cut(self) -> None:
        """Cut the connections of all current readers, after the events so far. Later readers are spared."""
        self._cuts += 1
        self._notify()
        for waiting in self._take_waiting():
            waiting.set_exception(ConnectionCut())

    async def finished(self) -> None:
        """Wait until the log is finished, for work that must not stay half done; `cut` does not end it."""
        await self._end.wait()

    async def wait(self) -> None:
        """Wait as a client until the log is finished.

        Raises:
            ConnectionCut: `cut` was called in the meantime.

        """
        if not self._end.is_set():
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.append(waiting)
            await waiting

    def position_after(self, event_id: tuple[int, int]) -> int:
        """Return the position of the first event with a later id."""
        return self._dropped + bisect_right(self._events, event_id, key=_number)

    async def follow(self, position: int) -> AsyncGenerator[Event, None]:
        """Yield the events from a position on, including future ones, until the log is finished.

        Raises:
            ConnectionCut: `cut` was called in the meantime.

        """
        time_slice, cuts = TimeSlice(), self._cuts
        while True:
            news = self._news
            while position < self.end:
                if position < self._dropped:
                    yield DROPPED
                    return
                yield self._events[position - self._dropped]
                position += 1
                await time_slice.share()
            if self._cuts != cuts:
                raise ConnectionCut
            if self._end.is_set():
                return
            await news.wait()

    def _take_waiting(self) -> list["asyncio.Future[None]"]:
        """Return the clients that wait, without those that have left, and forget them."""
        waiting, self._waiting = self._waiting, []
        return [each for each in waiting if not each.done()]

    def _notify(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _drop_oldest(self) -> None:
        """Drop events down to half of the limit, so that this is rarely needed."""
        dropped = 0
        while dropped < len(self._events) - 1 and self._size > self._largest // 2:
            self._size -= _size(self._events[dropped])
            dropped += 1
        self._events.shorten(dropped)
        self._dropped += dropped


def numbers(event_id: str) -> tuple[int, int]:
    """Return the milliseconds and sequence number of an id; `-` and `-1` precede all ids."""
    if event_id.startswith("-"):
        return (0, 0)
    milliseconds, _, sequence = event_id.partition("-")
    # an id without sequence number is the last of its millisecond, so that no event is sent twice
    return (int(milliseconds[:MAX_DIGITS]), int(sequence[:MAX_DIGITS]) if sequence else 1 << 62)


def _number(event: Event) -> tuple[int, int]:
    """Return the numbers of the event's id; an event without one counts as the earliest."""
    return numbers(event.id) if event.id else (0, 0)


def _size(event: Event) -> int:
    return len(event.data) + EVENT_OVERHEAD_BYTES


MAX_FINISHED_LOGS = 1000
"""Maximum number of logs of finished resumable runs; the oldest are dropped first."""


class RunLog(Log):
    """The events of one run. Only the log of a resumable run has ids and is kept after the run."""

    def __init__(self, run: Run, changes: Changes) -> None:
        self.run_id = run.run_id
        self.thread_id = run.thread_id
        self.resumable: bool = bool(run.kwargs.get("stream_resumable"))
        super().__init__((changes if self.resumable else Changes()).series("run_events", run.run_id))
        self.result = b"{}"
        """Result of a finished run, as JSON."""


class ThreadLog(Log):
    """The events of all runs of a thread, each with an id."""

    def __init__(self, thread_id: str, changes: Changes) -> None:
        super().__init__(changes.series("thread_events", thread_id))
        self.readers = 0

    def append(self, event: Event) -> None:
        if self.readers or not isinstance(event, EphemeralEvent):
            super().append(event)

    async def read(self, after: tuple[int, int] | None) -> AsyncGenerator[Event, None]:
        """Yield the events after an id; `None` means only future events."""
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
            if not isinstance(event, EphemeralEvent):
                yield event
            position += 1
            if position == now:
                return


class Logs:
    def __init__(self, clock: Clock, changes: Changes) -> None:
        self._clock = clock
        self._changes = changes
        self._last_id = (0, 0)
        self._runs: dict[str, RunLog] = {}
        self._finished: Table[str, bytes] = changes.table("run_results")
        """Results of the finished runs whose logs are kept, oldest first."""
        self._threads: dict[str, ThreadLog] = {}

    def open(self, run: Run) -> RunLog:
        log = self._runs[run.run_id] = RunLog(run, self._changes)
        return log

    def of(self, run_id: str) -> RunLog | None:
        """Return the log; `None` for a finished run whose log is not kept."""
        return self._runs.get(run_id)

    def of_thread(self, thread_id: str) -> ThreadLog:
        if thread_id not in self._threads:
            self._threads[thread_id] = ThreadLog(thread_id, self._changes)
        return self._threads[thread_id]

    def past_events(self, thread_id: str) -> list[Event]:
        """Return the thread's past events."""
        log = self._threads.get(thread_id)
        return log.kept if log else []

    def release(self, thread_id: str) -> None:
        """Drop the log of a thread that has no events and no readers."""
        log = self._threads.get(thread_id)
        if log and not log.readers and not log.end:
            del self._threads[thread_id]

    def append(self, log: RunLog, name: str, data: bytes, *, run_too: bool = True) -> None:
        """Append an event to the logs of the thread and, with `run_too`, of the run."""
        if log.run_id not in self._runs:
            return  # the thread is deleted, and its id may be in use again
        event_id = self._new_id()
        if run_too:
            log.append(Event(name, data, event_id if log.resumable else None))
        if log.resumable or log.thread_id in self._threads:
            kind = Event if log.resumable else EphemeralEvent
            self.of_thread(log.thread_id).append(kind(name, data, event_id))

    def cut(self, log: RunLog) -> None:
        """Cut the connections of all who read the run now, also as a part of its thread."""
        log.cut()
        if thread_log := self._threads.get(log.thread_id):
            thread_log.cut()

    def close(self, log: RunLog) -> None:
        done = json.dumps({"status": "run_done", "run_id": log.run_id}, separators=(",", ":"))
        self.append(log, "metadata", done.encode(), run_too=False)
        log.finish()
        if not log.resumable:
            self._runs.pop(log.run_id, None)  # current readers still hold a reference
        elif log.run_id in self._runs:
            self._finished[log.run_id] = log.result
        while len(self._finished) > MAX_FINISHED_LOGS:
            oldest = next(iter(self._finished))
            self.forget(oldest)

    def forget(self, run_id: str) -> None:
        self._finished.pop(run_id, None)
        if log := self._runs.pop(run_id, None):
            log.leave()

    def delete_thread(self, thread_id: str, run_ids: Iterable[str]) -> None:
        """Drop the logs of a deleted thread and its runs; their readers get no more events."""
        logs = [self._runs.get(run_id) for run_id in run_ids]
        for run_id in run_ids:
            self.forget(run_id)
        for log in (*logs, self._threads.pop(thread_id, None)):
            if log:
                log.leave()
                log.finish()

    def kept(self) -> tuple[list[RunLog], dict[str, list[Event]]]:
        """Return the logs of finished runs, and the events of each thread."""
        finished = [self._runs[run_id] for run_id in self._finished if run_id in self._runs]
        return finished, {thread_id: log.kept for thread_id, log in self._threads.items() if log.end}

    def restore(self, run: Run, events: Iterable[Event], result: bytes) -> None:
        """Add the log of a finished run."""
        log = self.open(run)
        log.result = result
        for event in events:
            log.append(event)
        log.finish()
        self._finished[run.run_id] = result

    def restore_thread(self, thread_id: str, events: Iterable[Event]) -> None:
        """Add the log of a thread. Later events get later ids."""
        log = self.of_thread(thread_id)
        for event in events:
            log.append(event)
            if event.id:
                self._last_id = max(self._last_id, numbers(event.id))

    def finish(self) -> None:
        """Finish all logs."""
        for log in (*self._runs.values(), *self._threads.values()):
            log.finish()

    def _new_id(self) -> str:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        last, sequence = self._last_id
        self._last_id = (milliseconds, 0) if milliseconds > last else (last, sequence + 1)
        return "{}-{}".format(*self._last_id)
