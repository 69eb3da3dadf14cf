"""Cooperative scheduling of long work on the event loop."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")

SLICE_SECONDS = 0.01
"""Seconds that work may occupy the event loop at a time."""

ITEMS_AT_ONCE = 5_000
"""Comparisons of values that take less than a slice: a thread would only delay them."""


class Turn:
    """The time slice of one piece of work, which calls `share` between its steps."""

    def __init__(self) -> None:
        self._started_at = perf_counter()

    async def share(self) -> None:
        """Yield to the event loop if the time slice is used up."""
        if perf_counter() - self._started_at > SLICE_SECONDS:
            await asyncio.sleep(0)
            self._started_at = perf_counter()


async def in_turns(items: Iterable[T]) -> AsyncGenerator[T, None]:
    """Yield the items, and to other tasks in between; the items must not change in the meantime."""
    turn = Turn()
    for item in items:
        yield item
        await turn.share()


async def aside(work: Callable[[], T]) -> T:
    """Run work in a thread, for work that can't be split and reads only immutable data."""
    return await asyncio.to_thread(work)


async def compared(comparisons: float, work: Callable[[], T]) -> T:
    """Do work that takes so many comparisons: at once if that is a moment, else in a thread."""
    return work() if comparisons <= ITEMS_AT_ONCE else await aside(work)
