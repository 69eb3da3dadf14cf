"""What is to be done on threads: the jobs of one thread one after another, those of all side by side."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Protocol


class Job(Protocol):
    @property
    def run_id(self) -> str: ...

    @property
    def due(self) -> float:
        """When it may start, on `Clock.elapsed`."""

    async def perform(self) -> None:
        """Never raises."""

    def stop(self, action: str) -> None:
        """While it is performed."""


class Schedule:
    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._waiting: dict[str, list[Job]] = {}
        self._performed: dict[str, Job] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._woken: dict[str, asyncio.Event] = {}
        self._errands: set[asyncio.Task[None]] = set()

    def add(self, thread_id: str, job: Job) -> None:
        self._waiting.setdefault(thread_id, []).append(job)
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
        waiting = self._waiting.get(thread_id, [])
        for job in waiting:
            if job.run_id == run_id:
                waiting.remove(job)
                self._woken[thread_id].set()
                return job
        return None

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
                job = min(waiting, key=_due)
                if not await self._is_due(thread_id, job):
                    continue
                waiting.remove(job)
                self._performed[thread_id] = job
                await job.perform()
                self._performed.pop(thread_id, None)
        finally:
            for table in (self._waiting, self._performed, self._workers, self._woken):
                table.pop(thread_id, None)

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
