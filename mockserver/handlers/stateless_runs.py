"""Stateless runs: start, wait, stream, batch."""

from mockserver.errors import InvalidRequest
from mockserver.handlers.run_responses import stream_response, wait_response
from mockserver.handlers.search import encoded
from mockserver.request_response import Request, Response
from mockserver.runs.start import StartedRun, run_request, start
from mockserver.state.event_loop import interleaved
from mockserver.state.world import World

MAX_BATCH_RUNS = 1000
"""Maximum number of runs in a batch."""


async def create_run(world: World, request: Request) -> Response:
    run = (await _started(world, request)).run
    return Response(run.to_json(), headers={"Content-Location": f"/runs/{run.run_id}"})


async def stream_run(world: World, request: Request) -> Response:
    started = await _started(world, request)
    path = f"/runs/{started.run.run_id}"
    return stream_response(world, started, cancel=request.body.get("on_disconnect") == "cancel", path=path)


async def wait_run(world: World, request: Request) -> Response:
    return wait_response(
        world, await _started(world, request), cancel=request.body.get("on_disconnect") == "cancel"
    )


async def create_runs_batch(world: World, call: Request) -> Response:
    """Start all runs, or none if one of them is invalid."""
    if len(call.body) > MAX_BATCH_RUNS:
        problem = f"must have at most {MAX_BATCH_RUNS} runs, not {len(call.body)}"
        raise InvalidRequest("body", problem)
    requests = [
        run_request(world, call.owner, None, body, call.request_id) async for body in interleaved(call.body)
    ]
    runs = [(await start(world, request)).run async for request in interleaved(requests)]
    return Response([encoded(run.to_json()) async for run in interleaved(runs)])


async def _started(world: World, request: Request) -> StartedRun:
    return await start(world, run_request(world, request.owner, None, request.body, request.request_id))
