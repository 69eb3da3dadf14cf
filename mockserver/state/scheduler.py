"""What is to be done on threads: the jobs of one thread one after another, those of all side by side."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Protocol


class Alarm:
    """At most one time is set."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._handle: asyncio.TimerHandle | None = None

    def set(self, due: float | None, ring: Callable[[], None]) -> None:
        """Instead of the time that was set. `due` is on `Clock.elapsed`; `None` is never."""
        self.stop()
        if due is not None:
            delay = max(due - self._elapsed(), 0)
            self._handle = asyncio.get_running_loop().call_later(delay, ring)

    def stop(self) -> None:
        if self._handle:
            self._handle.cancel()
            self._handle = None


AT_ONCE = 64
"""Jobs that are performed side by side; the reference server has such a number, too."""


class Job(Protocol):
    @property
    def run_id(self) -> str: ...

    @property
    def owner(self) -> str: ...

    @property
    def due(self) -> float:
        """When it may start, on `Clock.elapsed`."""

    async def perform(self) -> None:
        """Never raises."""

    def stop(self, action: str) -> None:
        """While it is performed."""


class Slots:
    """So many at once. Owners take turns, so that one with many jobs delays no other's by more than one."""

    def __init__(self, free: int) -> None:
        self._free = free
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}
        """Those who wait, by owner; the owner whose turn it is comes first."""

    @asynccontextmanager
    async def taken(self, owner: str) -> AsyncIterator[None]:
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
    def __init__(self, elapsed: Callable[[], float], at_once: int = AT_ONCE) -> None:
        self._elapsed = elapsed
        self._slots = Slots(at_once)
        self._waiting: dict[str, dict[str, Job]] = {}
        """By thread and run."""
        self._performed: dict[str, Job] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._woken: dict[str, asyncio.Event] = {}
        self._errands: set[asyncio.Task[None]] = set()

    def add(self, thread_id: str, job: Job) -> None:
        self._waiting.setdefault(thread_id, {})[job.run_id] = job
        if thread_id in self._workers:
            self._woken[thread_id].set()
        else:
            self._woken[thread_id] = asyncio.Event()
            self._workers[thread_id] = asyncio.create_task(self._work(thread_id))

    def run_errand(self, errand: Coroutine[None, None, None]) -> None:
        """Something that nobody waits for."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def withdraw(self, thread_id: str, run_id: str) -> Job | None:
        """Take back a job that has not been started."""
        job = self._waiting.get(thread_id, {}).pop(run_id, None)
        if job:
            self._woken[thread_id].set()
        return job

    def performed(self, thread_id: str, run_id: str) -> Job | None:
        job = self._performed.get(thread_id)
        return job if job and job.run_id == run_id else None

    def drop(self, thread_id: str) -> None:
        """Of a thread that is gone: start nothing more, and stop what is being done."""
        self._waiting.pop(thread_id, None)
        if thread_id in self._woken:
            self._woken[thread_id].set()
        if job := self._performed.get(thread_id):
            job.stop("rollback")

    async def close(self) -> None:
        """Stop everything."""
        tasks = [*self._workers.values(), *self._errands]
        for thread_id in list(self._workers):
            self.drop(thread_id)
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, thread_id: str) -> None:
        try:
            while waiting := self._waiting.get(thread_id):
                job = min(waiting.values(), key=_due)
                if await self._is_due(thread_id, job):
                    async with self._slots.taken(job.owner):
                        await self._perform(thread_id, job)
        finally:
            for table in (self._waiting, self._performed, self._workers, self._woken):
                table.pop(thread_id, None)

    async def _perform(self, thread_id: str, job: Job) -> None:
        """Unless it was taken back while it waited for its slot."""
        if self._waiting.get(thread_id, {}).pop(job.run_id, None):
            self._performed[thread_id] = job
            await job.perform()
            self._performed.pop(thread_id, None)

    async def _is_due(self, thread_id: str, job: Job) -> bool:
        """At once if it is; else when it is or something has changed, and then it is to be asked again."""
        remaining = job.due - self._elapsed()
        if remaining <= 0:
            return True
        woken = self._woken[thread_id]
        with suppress(TimeoutError):
            async with asyncio.timeout(remaining):
                await woken.wait()
        woken.clear()
        return False


def _due(job: Job) -> float:
    return job.due
