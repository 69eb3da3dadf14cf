"""Ids and times of a seeded world, for what langgraph and langchain name themselves.

They draw the ids of checkpoints and of the parts of a run, and the times of both, from the system, and take
no other source. So where a seeded world works, and only there, the functions they draw them with are put in
front of: these ask the world of the current task, and outside of one they do what they always did.
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
    """Around everything that writes checkpoints or runs a graph."""
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
    """Once is enough for all worlds."""
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


def _from_world(drawn: Callable[..., UUID], told: Callable[[World], str]) -> Callable[..., UUID]:
    def new_id(*args: Any, **words: Any) -> UUID:
        world = WORLD.get()
        return UUID(told(world)) if world else drawn(*args, **words)

    return new_id


def _checkpoint_id(world: World) -> str:
    return world.ids.checkpoint(world.clock.now())


def _run_id(world: World) -> str:
    return world.ids.run(world.clock.now())
