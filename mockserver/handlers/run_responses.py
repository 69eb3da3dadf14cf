"""Responses of the operations that start or join a run."""

from collections.abc import Callable

from mockserver.call import Answer, Events, Late, nothing
from mockserver.runs import cancel as stopping
from mockserver.runs import follow as following
from mockserver.runs.start import Started
from mockserver.state.runs import Run
from mockserver.state.world import World


def streamed(world: World, started: Started, *, cancel: bool, path: str) -> Answer:
    """Stream all events from the first on. `cancel` stops the run if the client disconnects early."""
    gone = left(world, started.run, cancel=cancel)
    return Answer(Events(started.log.follow(0), gone), headers=locations(path, "stream"))


def waited(world: World, started: Started, *, cancel: bool) -> Answer:
    gone = left(world, started.run, cancel=cancel)
    outcome = following.outcome(started.log)
    return Answer(Late(outcome, gone), headers=locations(path_of(started.run), "join"))


def left(world: World, run: Run, *, cancel: bool) -> Callable[[], None]:
    """Return what to call when the client disconnects."""
    if not cancel:
        return nothing
    return lambda: world.schedule.run_errand(stopping.stop(world, run, "interrupt"))


def path_of(run: Run) -> str:
    return f"/threads/{run.thread_id}/runs/{run.run_id}"


def locations(path: str, way: str) -> dict[str, str]:
    return {"Location": f"{path}/{way}", "Content-Location": path}
