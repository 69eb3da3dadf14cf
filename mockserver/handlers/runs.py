"""Runs on a thread: start, join, list, read, cancel, delete."""

import orjson

from mockserver.errors import InvalidRequest, RunNotFound, ThreadNotFound
from mockserver.handlers.run_responses import (
    locations,
    on_disconnect,
    path_of,
    stream_response,
    wait_response,
)
from mockserver.handlers.search import encoded, selected
from mockserver.handlers.uuids import canonical
from mockserver.request_response import DeferredJSON, Events, Request, Response
from mockserver.runs import cancel, follow
from mockserver.runs.start import StartedRun, run_request, start
from mockserver.state.event_loop import interleaved
from mockserver.state.runs import Run
from mockserver.state.world import World

UNFINISHED = {"pending": ("pending",), "running": ("running",), "all": ("pending", "running")}


async def create_thread_run(world: World, request: Request) -> Response:
    run = (await _started(world, request)).run
    return Response(run.to_json(), headers={"Content-Location": path_of(run)})


async def stream_thread_run(world: World, request: Request) -> Response:
    started = await _started(world, request)
    return stream_response(
        world,
        started,
        cancel=request.body.get("on_disconnect") == "cancel",
        path=path_of(started.run),
    )


async def wait_thread_run(world: World, request: Request) -> Response:
    return wait_response(
        world, await _started(world, request), cancel=request.body.get("on_disconnect") == "cancel"
    )


async def list_thread_runs(world: World, request: Request) -> Response:
    thread = world.threads.get(request.owner, request.path["thread_id"])
    status, select = request.query.get("status"), request.query.get("select")
    limit, offset = max(request.query.get("limit", 10), 0), max(request.query.get("offset", 0), 0)
    runs = [run for run in reversed(world.runs.of(thread.thread_id)) if status in (None, run.status)]
    runs.sort(key=lambda run: run.created_at, reverse=True)
    page = [
        encoded(selected(run.to_json(), select) if select else run.to_json())
        async for run in interleaved(runs[offset : offset + limit])
    ]
    return Response(page)


async def get_thread_run(world: World, request: Request) -> Response:
    return Response(_run(world, request).to_json())


async def delete_thread_run(world: World, request: Request) -> Response:
    await cancel.delete(world, _run(world, request))
    return Response(status=204)


async def join_thread_run(world: World, request: Request) -> Response:
    run = _run(world, request)
    gone = on_disconnect(world, run, cancel=bool(request.query.get("cancel_on_disconnect")))
    return Response(
        DeferredJSON(follow.joined_result(world, run), gone), headers=locations(path_of(run), "join")
    )


async def join_thread_run_stream(world: World, request: Request) -> Response:
    run = _run(world, request)
    modes = _modes(request.query.get("stream_mode"))
    source = follow.events(world, run, after=request.headers.get("last-event-id"), modes=modes)
    gone = on_disconnect(world, run, cancel=bool(request.query.get("cancel_on_disconnect")))
    return Response(Events(source, gone), headers=locations(path_of(run), "stream"))


async def cancel_thread_run(world: World, request: Request) -> Response:
    run = _run(world, request)
    log = world.logs.of(run.run_id)
    await cancel.cancel(world, [run], request.query.get("action", "interrupt"))
    if not (request.query.get("wait") and log):
        return Response(b"", status=202)
    await log.wait()
    return Response(orjson.Fragment(log.result), headers=locations(path_of(run), "join"))


async def cancel_runs(world: World, request: Request) -> Response:
    await cancel.cancel(world, _runs_to_cancel(world, request), request.query.get("action", "interrupt"))
    return Response(status=204)


def _runs_to_cancel(world: World, request: Request) -> list[Run]:
    body = request.body
    if status := body.get("status"):
        return [run for run in world.runs.unfinished_of(request.owner) if run.status in UNFINISHED[status]]
    thread_id = canonical(body["thread_id"], "body.thread_id")
    run_ids = {canonical(run_id, "body.run_ids") for run_id in body["run_ids"]}
    try:
        world.threads.get(request.owner, thread_id)
    except ThreadNotFound:
        return []
    return [run for run in world.runs.of(thread_id) if run.run_id in run_ids]


async def _started(world: World, call: Request) -> StartedRun:
    request = run_request(world, call.owner, call.path["thread_id"], call.body, call.request_id)
    return await start(world, request)


def _run(world: World, request: Request) -> Run:
    thread_id, run_id = request.path["thread_id"], request.path["run_id"]
    try:
        world.threads.get(request.owner, thread_id)
    except ThreadNotFound as error:
        raise RunNotFound(run_id) from error
    return world.runs.get(thread_id, run_id)


def _modes(text: str | None) -> list[str]:
    """Parse one stream mode or a JSON array of them; clients send both."""
    if not text:
        return []
    if not text.startswith("["):
        return [text]
    try:
        modes: list[str] = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidRequest("query stream_mode", f"not valid JSON: {error}") from error
    return modes
