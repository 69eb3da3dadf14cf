"""Long work that leaves other requests their turn on the event loop."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")

SLICE = 0.01
"""Seconds that work may keep the event loop at a time."""


class Turn:
    """The time that one piece of work has had. Between its steps it calls `share`."""

    def __init__(self) -> None:
        self._began = perf_counter()

    async def share(self) -> None:
        """Let others go on if this work has had its slice."""
        if perf_counter() - self._began > SLICE:
            await asyncio.sleep(0)
            self._began = perf_counter()


async def in_turns(items: Iterable[T]) -> AsyncGenerator[T, None]:
    """The items, which must not change in between: others have their turn while they are worked on."""
    turn = Turn()
    for item in items:
        yield item
        await turn.share()


async def aside(work: Callable[[], T]) -> T:
    """Do it in a thread. For what can't be interrupted, and reads only what nobody changes."""
    return await asyncio.to_thread(work)
