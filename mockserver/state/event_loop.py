"""Long work that does not block the event loop: in time slices, or in threads."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from importlib import import_module
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")

SLICE_SECONDS = 0.01
"""Seconds that work may occupy the event loop at a time."""

MAX_COMPARISONS = 5_000
"""Comparisons that take less than a time slice, so that a thread would only delay them."""


class TimeSlice:
    """Time slice of a piece of work, which calls `share` between its steps."""

    def __init__(self) -> None:
        self._started_at = perf_counter()

    async def share(self) -> None:
        """Yield to the event loop if the time slice is used up."""
        if perf_counter() - self._started_at > SLICE_SECONDS:
            await asyncio.sleep(0)
            self._started_at = perf_counter()


async def interleaved(items: Iterable[T]) -> AsyncGenerator[T, None]:
    """Yield the items, and let other tasks run in between. The items must not change until the end."""
    time_slice = TimeSlice()
    for item in items:
        yield item
        await time_slice.share()


async def in_thread(work: Callable[[], T]) -> T:
    """Run work in a thread: work that can't be split and reads only immutable data."""
    return await asyncio.to_thread(work)


async def run_comparisons(comparisons: float, work: Callable[[], T]) -> T:
    """Do work that makes this many comparisons: directly if there are few, otherwise in a thread."""
    return work() if comparisons <= MAX_COMPARISONS else await in_thread(work)


class Imports:
    """Importer of slow modules, in a thread: the first request that needs one delays no others."""

    def __init__(self) -> None:
        self._done: set[str] = set()

    async def need(self, *modules: str) -> None:
        missing = set(modules) - self._done
        if missing:
            await in_thread(lambda: [import_module(module) for module in sorted(missing)])
            self._done |= missing
