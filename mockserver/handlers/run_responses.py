"""Responses of the operations that start or join a run."""

from collections.abc import Callable

from mockserver.request_response import DeferredJSON, Events, Response, nothing
from mockserver.runs import follow
from mockserver.runs.cancel import stop
from mockserver.runs.start import StartedRun
from mockserver.state.runs import Run
from mockserver.state.world import World


def stream_response(world: World, started: StartedRun, *, cancel: bool, path: str) -> Response:
    """Stream all events from the first on. `cancel` stops the run if the client disconnects early."""
    gone = on_disconnect(world, started.run, cancel=cancel)
    return Response(Events(started.log.follow(0), gone), headers=locations(path, "stream"))


def wait_response(world: World, started: StartedRun, *, cancel: bool) -> Response:
    gone = on_disconnect(world, started.run, cancel=cancel)
    outcome = follow.result(started.log)
    return Response(DeferredJSON(outcome, gone), headers=locations(path_of(started.run), "join"))


def on_disconnect(world: World, run: Run, *, cancel: bool) -> Callable[[], None]:
    """Return what to call when the client disconnects."""
    if not cancel:
        return nothing
    return lambda: world.schedule.run_in_background(stop(world, run, "interrupt"))


def path_of(run: Run) -> str:
    return f"/threads/{run.thread_id}/runs/{run.run_id}"


def locations(path: str, way: str) -> dict[str, str]:
    return {"Location": f"{path}/{way}", "Content-Location": path}
