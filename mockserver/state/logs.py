"""What runs have told: a log for each run, and one for each thread with the events of all its runs."""

import json
from collections.abc import AsyncGenerator, Iterable

from mockserver.state.clock import Clock
from mockserver.state.event import Event
from mockserver.state.log import Log
from mockserver.state.run import Run

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
