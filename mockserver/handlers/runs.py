"""Runs on a thread: start, join, list, read, cancel, delete."""

import orjson

from mockserver.call import Answer, Call, Events, Late
from mockserver.errors import InvalidRequest, RunNotFound, ThreadNotFound
from mockserver.handlers.run_responses import left, locations, path_of, streamed, waited
from mockserver.handlers.search import encoded, selected
from mockserver.handlers.uuids import canonical
from mockserver.runs import cancel as stopping
from mockserver.runs import follow as following
from mockserver.runs.start import Started, asked, start
from mockserver.state.runs import Run
from mockserver.state.turns import in_turns
from mockserver.state.world import World

UNFINISHED = {"pending": ("pending",), "running": ("running",), "all": ("pending", "running")}


async def create_thread_run(world: World, call: Call) -> Answer:
    run = (await _started(world, call)).run
    return Answer(run.to_json(), headers={"Content-Location": path_of(run)})


async def stream_thread_run(world: World, call: Call) -> Answer:
    started = await _started(world, call)
    cancel = call.body.get("on_disconnect") == "cancel"
    return streamed(world, started, cancel=cancel, path=path_of(started.run))


async def wait_thread_run(world: World, call: Call) -> Answer:
    return waited(world, await _started(world, call), cancel=call.body.get("on_disconnect") == "cancel")


async def list_thread_runs(world: World, call: Call) -> Answer:
    thread = world.threads.get(call.owner, call.path["thread_id"])
    status, select = call.query.get("status"), call.query.get("select")
    limit, offset = max(call.query.get("limit", 10), 0), max(call.query.get("offset", 0), 0)
    runs = [run for run in reversed(world.runs.of(thread.thread_id)) if status in (None, run.status)]
    runs.sort(key=lambda run: run.created_at, reverse=True)
    page = [
        encoded(selected(run.to_json(), select) if select else run.to_json())
        async for run in in_turns(runs[offset : offset + limit])
    ]
    return Answer(page)


async def get_thread_run(world: World, call: Call) -> Answer:
    return Answer(_run(world, call).to_json())


async def delete_thread_run(world: World, call: Call) -> Answer:
    await stopping.delete(world, _run(world, call))
    return Answer(status=204)


async def join_thread_run(world: World, call: Call) -> Answer:
    run = _run(world, call)
    gone = left(world, run, cancel=bool(call.query.get("cancel_on_disconnect")))
    return Answer(Late(following.joined_outcome(world, run), gone), headers=locations(path_of(run), "join"))


async def join_thread_run_stream(world: World, call: Call) -> Answer:
    run = _run(world, call)
    modes = _modes(call.query.get("stream_mode"))
    source = following.events(world, run, after=call.headers.get("last-event-id"), modes=modes)
    gone = left(world, run, cancel=bool(call.query.get("cancel_on_disconnect")))
    return Answer(Events(source, gone), headers=locations(path_of(run), "stream"))


async def cancel_thread_run(world: World, call: Call) -> Answer:
    run = _run(world, call)
    log = world.logs.of(run.run_id)
    await stopping.cancel(world, [run], call.query.get("action", "interrupt"))
    if not (call.query.get("wait") and log):
        return Answer(b"", status=202)
    await log.finished()
    return Answer(orjson.Fragment(log.outcome), headers=locations(path_of(run), "join"))


async def cancel_runs(world: World, call: Call) -> Answer:
    await stopping.cancel(world, _meant(world, call), call.query.get("action", "interrupt"))
    return Answer(status=204)


def _meant(world: World, call: Call) -> list[Run]:
    body = call.body
    if status := body.get("status"):
        return [run for run in world.runs.unfinished_of(call.owner) if run.status in UNFINISHED[status]]
    thread_id = canonical(body["thread_id"], "body.thread_id")
    wanted = {canonical(given, "body.run_ids") for given in body["run_ids"]}
    try:
        world.threads.get(call.owner, thread_id)
    except ThreadNotFound:
        return []
    return [run for run in world.runs.of(thread_id) if run.run_id in wanted]


async def _started(world: World, call: Call) -> Started:
    request = asked(world, call.owner, call.path["thread_id"], call.body, call.request_id)
    return await start(world, request)


def _run(world: World, call: Call) -> Run:
    thread_id, run_id = call.path["thread_id"], call.path["run_id"]
    try:
        world.threads.get(call.owner, thread_id)
    except ThreadNotFound as error:
        raise RunNotFound(run_id) from error
    return world.runs.get(thread_id, run_id)


def _modes(written: str | None) -> list[str]:
    """Parse one stream mode or a JSON array of them; clients send both."""
    if not written:
        return []
    if not written.startswith("["):
        return [written]
    try:
        modes: list[str] = orjson.loads(written)
    except orjson.JSONDecodeError as error:
        raise InvalidRequest("query stream_mode", f"not valid JSON: {error}") from error
    return modes
