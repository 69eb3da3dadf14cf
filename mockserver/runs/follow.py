"""Follows what a run or a thread tells, from any event on."""

from collections.abc import AsyncGenerator, Collection

import orjson

from mockserver.runs.result import of_thread
from mockserver.state.event_log import DROPPED, Event, RunLog, numbers
from mockserver.state.runs import Run
from mockserver.state.world import World


async def events(
    world: World, run: Run, *, after: str | None, modes: Collection[str]
) -> AsyncGenerator[Event, None]:
    """Of a started run. What of a finished one is not kept any more is told as dropped."""
    log = world.logs.of(run.run_id)
    if log is None:
        if after is not None and run.kwargs.get("stream_resumable"):
            yield DROPPED
        return
    position = log.end if after is None or not log.resumable else log.position_after(numbers(after))
    async for event in log.follow(position):
        if wanted(event, modes):
            yield event


async def thread_events(
    world: World, thread_id: str, *, after: str | None, modes: Collection[str]
) -> AsyncGenerator[Event, None]:
    log = world.logs.of_thread(thread_id)
    async for event in log.read(None if after is None else numbers(after)):
        if "run_modes" in modes or ("lifecycle" in modes and event.name == "metadata"):
            yield event


async def outcome(log: RunLog) -> orjson.Fragment:
    """Waits for it."""
    await log.finished()
    return orjson.Fragment(log.outcome)


async def joined_outcome(world: World, run: Run) -> orjson.Fragment:
    """Of a run that may be finished; then it is what its thread is in now."""
    if log := world.logs.of(run.run_id):
        return await outcome(log)
    return orjson.Fragment(of_thread(world.threads.get(run.owner, run.thread_id).to_json()))


def wanted(event: Event, modes: Collection[str]) -> bool:
    """None of them is no filter. An error is told to everyone."""
    mode = event.name.partition("|")[0]
    messages = mode.startswith("messages") and not {"messages", "messages-tuple"}.isdisjoint(modes)
    return not modes or mode in modes or messages or mode == "error"
