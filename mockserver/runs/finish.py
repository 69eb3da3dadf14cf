"""Update of a thread after its runs."""

import logging
from collections.abc import Mapping
from typing import Any

from mockserver.errors import ApiError, ThreadNotFound
from mockserver.graphs import states
from mockserver.state.runs import Run
from mockserver.state.world import World

log = logging.getLogger(__name__)


async def finalize(world: World, run: Run, error: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Update the thread after a run, which failed if `error` is given, and return the thread's new state.

    The thread of a stateless run is deleted.
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
        pass  # `settle` logs it
    except ApiError as problem:
        # values without a JSON form, or a graph that can't be loaded any more: not the run's fault
        log.warning("the state after run %s can't be read: %s", run.run_id, problem.detail)
    failed = {"status": "error"} if error else {}
    return {**state, "error": error, **failed}
