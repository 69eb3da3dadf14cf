"""Reproducible ids and times in langgraph and langchain, for a seeded world.

Both generate ids of checkpoints and of a run's parts, and their times, from the system, without an option
to change that. So their functions are patched once a seeded world runs: within one, they use the ids and
clock of the current task's world; elsewhere they work as before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, tzinfo
from typing import Any, Self
from uuid import UUID

from langchain_core.callbacks import manager
from langgraph.pregel import _checkpoint, _loop

from mockserver.state.world import World

WORLD: ContextVar[World | None] = ContextVar("WORLD", default=None)


@contextmanager
def seeded(world: World) -> Iterator[None]:
    """Use the world's ids and clock in a block that writes checkpoints or runs a graph."""
    if not world.seeded:
        yield
        return
    _prepare()
    before = WORLD.set(world)
    try:
        yield
    finally:
        WORLD.reset(before)


def _prepare() -> None:
    """Patch the libraries, once for all worlds."""
    checkpoint, loop, callbacks = vars(_checkpoint), vars(_loop), vars(manager)
    if checkpoint["datetime"] is not WorldTime:
        checkpoint["datetime"] = loop["datetime"] = WorldTime
        checkpoint["uuid6"] = _from_world(checkpoint["uuid6"], _checkpoint_id)
        callbacks["uuid7"] = _from_world(callbacks["uuid7"], _run_id)


class WorldTime(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        world = WORLD.get()
        now: Any = world.clock.now() if world else super().now(tz)
        return now  # type: ignore[no-any-return]  # a datetime will do


def _from_world(drawn: Callable[..., UUID], id_from: Callable[[World], str]) -> Callable[..., UUID]:
    def new_id(*args: Any, **kwargs: Any) -> UUID:
        world = WORLD.get()
        return UUID(id_from(world)) if world else drawn(*args, **kwargs)

    return new_id


def _checkpoint_id(world: World) -> str:
    return world.ids.checkpoint(world.clock.now())


def _run_id(world: World) -> str:
    return world.ids.run(world.clock.now())
