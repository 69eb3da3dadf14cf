"""Update of a thread after its runs."""

import logging
from collections.abc import Mapping
from typing import Any

from mockserver.errors import ApiError, ThreadNotFound
from mockserver.graphs import states
from mockserver.state.runs import Run
from mockserver.state.world import World

log = logging.getLogger(__name__)


def finalize(world: World, run: Run, state: Mapping[str, Any]) -> None:
    """Update the thread after a run, unless it is temporary, to the state that `state_after` has returned."""
    try:
        thread = world.threads.get(run.owner, run.thread_id)
        if run.kwargs.get("temporary"):
            return
        busy = {"status": "busy"} if world.runs.unfinished(run.thread_id) else {}
        world.threads.update_state(thread, **{**state, **busy})
    except ThreadNotFound:
        log.debug("thread %s of run %s was deleted", run.thread_id, run.run_id)


async def state_after(world: World, run: Run, error: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the state of the thread after a run, which failed if `error` is given."""
    state: dict[str, Any] = {"status": "idle", "values": None, "interrupts": {}}
    try:
        thread = world.threads.get(run.owner, run.thread_id)
        state |= {"values": thread.values, "interrupts": thread.interrupts}
        state = await states(world).latest(thread)
    except ThreadNotFound:
        pass  # `finalize` logs it
    except ApiError as problem:
        # values without a JSON form, or a graph that can't be loaded any more: not the run's fault
        log.warning("the state after run %s can't be read: %s", run.run_id, problem.detail)
    failed = {"status": "error"} if error else {}
    return {**state, "error": error, **failed}
