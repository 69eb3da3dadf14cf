"""Scheduler of jobs: in sequence on one thread, concurrently on several."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Protocol

from mockserver.state.changes import Changes, Tables
from mockserver.state.clock import Alarm, Clock


class Timer:
    """A timer with at most one due time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._alarm: Alarm | None = None

    def set(self, due: float | None, ring: Callable[[], None]) -> None:
        """Replace the due time. `due` is on `Clock.elapsed`; `None` means never."""
        self.stop()
        if due is not None:
            self._alarm = self._clock.call_at(due, ring)

    def stop(self) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None


MAX_CONCURRENT_JOBS = 64
"""Maximum number of concurrent jobs; the reference server has a limit, too."""

QUEUE_DELAY = ContextVar("queue_delay", default=0.0)
"""Seconds before the runs of a request start, as on a busy server. Their threads are busy already."""


class Job(Protocol):
    @property
    def run_id(self) -> str: ...

    @property
    def owner(self) -> str: ...

    @property
    def due(self) -> float:
        """Return the earliest start on `Clock.elapsed`."""

    async def run(self) -> None:
        """Run the job. Never raises."""

    def stop(self, action: str) -> None:
        """Stop the running job."""


class Slots:
    """A limit of concurrent jobs. Owners alternate, so that each waits for at most one job of another."""

    def __init__(self, free: int) -> None:
        self._free = free
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}
        """Waiting jobs by owner; the next owner comes first."""

    @asynccontextmanager
    async def acquired(self, owner: str) -> AsyncIterator[None]:
        if self._free:
            self._free -= 1
        else:
            await self._turn(owner)
        try:
            yield
        finally:
            self._give_back()

    async def _turn(self, owner: str) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(owner, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back()
            raise

    def _give_back(self) -> None:
        while self._queues:
            owner, queue = next(iter(self._queues.items()))
            del self._queues[owner]
            turn = queue.popleft()
            if queue:
                self._queues[owner] = queue  # behind all others
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class Schedule:
    def __init__(self, clock: Clock, changes: Changes, at_once: int = MAX_CONCURRENT_JOBS) -> None:
        self._clock = clock
        self._slots = Slots(at_once)
        self._waiting: Tables[str, str, Job] = changes.tables("waiting")
        """Jobs by thread and run."""
        self._running: dict[str, Job] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._woken: dict[str, asyncio.Event] = {}
        self._errands: set[asyncio.Task[None]] = set()

    def add(self, thread_id: str, job: Job) -> None:
        self._waiting.of(thread_id)[job.run_id] = job
        if thread_id in self._workers:
            self._woken[thread_id].set()
        else:
            self._woken[thread_id] = asyncio.Event()
            self._workers[thread_id] = asyncio.create_task(self._work(thread_id))

    def waiting(self) -> dict[str, float]:
        """Return the due times of the jobs that have not started, by run."""
        return {run_id: job.due for jobs in self._waiting.values() for run_id, job in jobs.items()}

    def run_in_background(self, errand: Coroutine[None, None, None]) -> None:
        """Run a background task that no request waits for."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def withdraw(self, thread_id: str, run_id: str) -> Job | None:
        """Remove and return a job that has not started; `None` if it has."""
        job = self._waiting.get(thread_id, {}).pop(run_id, None)
        if job:
            self._woken[thread_id].set()
        return job

    def running(self, thread_id: str, run_id: str) -> Job | None:
        job = self._running.get(thread_id)
        return job if job and job.run_id == run_id else None

    def delete_thread(self, thread_id: str) -> None:
        """Remove the pending jobs of a deleted thread and stop the running one."""
        self._waiting.pop(thread_id, None)
        if thread_id in self._woken:
            self._woken[thread_id].set()
        if job := self._running.get(thread_id):
            job.stop("rollback")

    async def close(self) -> None:
        """Stop all jobs and background tasks."""
        tasks = [*self._workers.values(), *self._errands]
        for thread_id in list(self._workers):
            self.delete_thread(thread_id)
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, thread_id: str) -> None:
        try:
            while waiting := self._waiting.get(thread_id):
                job = min(waiting.values(), key=_due)
                if await self._is_due(thread_id, job):
                    async with self._slots.acquired(job.owner):
                        await self._run(thread_id, job)
        finally:
            for table in (self._waiting, self._running, self._workers, self._woken):
                table.pop(thread_id, None)

    async def _run(self, thread_id: str, job: Job) -> None:
        """Run the job, unless it was withdrawn while it waited for its slot."""
        if self._waiting.get(thread_id, {}).pop(job.run_id, None):
            self._running[thread_id] = job
            await job.run()
            self._running.pop(thread_id, None)

    async def _is_due(self, thread_id: str, job: Job) -> bool:
        """Return whether the job is due; if not, wait for its time or a change, then return false."""
        if job.due <= self._clock.elapsed():
            return True
        woken = self._woken[thread_id]
        alarm = self._clock.call_at(job.due, woken.set)
        try:
            await woken.wait()
        finally:
            alarm.cancel()
        woken.clear()
        return False


def _due(job: Job) -> float:
    return job.due
