"""Stateless runs: start, wait, stream, batch."""

from mockserver.call import Answer, Call
from mockserver.errors import InvalidRequest
from mockserver.handlers.run_responses import streamed, waited
from mockserver.handlers.search import encoded
from mockserver.runs.start import Started, asked, start
from mockserver.state.turns import in_turns
from mockserver.state.world import World

MOST_AT_ONCE = 1000
"""Maximum number of runs in a batch."""


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
    """Start all runs, or none if one of them is invalid."""
    if len(call.body) > MOST_AT_ONCE:
        problem = f"must have at most {MOST_AT_ONCE} runs, not {len(call.body)}"
        raise InvalidRequest("body", problem)
    requests = [asked(world, call.owner, None, body, call.request_id) async for body in in_turns(call.body)]
    runs = [(await start(world, request)).run async for request in in_turns(requests)]
    return Answer([encoded(run.to_json()) async for run in in_turns(runs)])


async def _started(world: World, call: Call) -> Started:
    return await start(world, asked(world, call.owner, None, call.body, call.request_id))
