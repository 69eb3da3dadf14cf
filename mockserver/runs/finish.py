"""Brings a thread to where its runs have left it."""

import logging
from collections.abc import Mapping
from typing import Any

from mockserver.errors import ApiError, ThreadNotFound
from mockserver.graphs import states
from mockserver.state.runs import Run
from mockserver.state.world import World

log = logging.getLogger(__name__)


async def settle(world: World, run: Run, error: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """After a run, which failed with the error if there is one. Gives what the thread says of its state.

    A stateless run's thread goes.
    """
    state = await _state(world, run, error)
    try:
        thread = world.threads.get(run.owner, run.thread_id)
        if run.kwargs.get("temporary"):
            return state
        busy = {"status": "busy"} if world.runs.unfinished(run.thread_id) else {}
        world.threads.update_state(thread, **{**state, **busy})
    except ThreadNotFound:
        log.debug("thread %s of run %s was deleted", run.thread_id, run.run_id)
    return state


async def _state(world: World, run: Run, error: Mapping[str, Any] | None) -> dict[str, Any]:
    state: dict[str, Any] = {"status": "idle", "values": None, "interrupts": {}}
    try:
        thread = world.threads.get(run.owner, run.thread_id)
        state |= {"values": thread.values, "interrupts": thread.interrupts}
        state = await states(world).latest(thread)
    except ThreadNotFound:
        pass  # `settle` says so
    except ApiError as problem:
        # values that JSON can't carry, or a graph that can't be opened any more: the run is not to blame
        log.warning("the state after run %s can't be told: %s", run.run_id, problem.detail)
    failed = {"status": "error"} if error else {}
    return {**state, "error": error, **failed}
