"""Runs without a thread of the client's."""

from mockserver.call import Answer, Call
from mockserver.handlers.run_answers import streamed, waited
from mockserver.runs.starting import Started, asked, start
from mockserver.state.world import World


async def create_run(world: World, call: Call) -> Answer:
    run = (await _started(world, call)).run
    return Answer(run.to_json(), headers={"Content-Location": f"/runs/{run.run_id}"})


async def stream_run(world: World, call: Call) -> Answer:
    started = await _started(world, call)
    path = f"/runs/{started.run.run_id}"
    return streamed(world, started, cancel=call.body.get("on_disconnect") == "cancel", path=path)


async def wait_run(world: World, call: Call) -> Answer:
    return waited(world, await _started(world, call), cancel=call.body.get("on_disconnect") == "cancel")


async def create_runs_batch(world: World, call: Call) -> Answer:
    """All or none: what is wrong with one is told before any is started."""
    requests = [asked(world, call.owner, None, body, call.request_id) for body in call.body]
    runs = [(await start(world, request)).run for request in requests]
    return Answer([run.to_json() for run in runs])


async def _started(world: World, call: Call) -> Started:
    return await start(world, asked(world, call.owner, None, call.body, call.request_id))
