"""Events of a run or of a thread, from any event on."""

from collections.abc import AsyncGenerator, Collection

import orjson

from mockserver.runs.result import of_thread
from mockserver.state.event_log import DROPPED, Event, RunLog, numbers
from mockserver.state.runs import Run
from mockserver.state.world import World


async def events(
    world: World, run: Run, *, after: str | None, modes: Collection[str]
) -> AsyncGenerator[Event, None]:
    """Yield the events of a started run, or `DROPPED` if its log was dropped after the run."""
    log = world.logs.of(run.run_id)
    if log is None:
        if after is not None and run.kwargs.get("stream_resumable"):
            yield DROPPED
        return
    position = log.end if after is None or not log.resumable else log.position_after(numbers(after))
    async for event in log.follow(position):
        if is_wanted(event, modes):
            yield event


async def thread_events(
    world: World, thread_id: str, *, after: str | None, modes: Collection[str]
) -> AsyncGenerator[Event, None]:
    log = world.logs.of_thread(thread_id)
    async for event in log.read(None if after is None else numbers(after)):
        if "run_modes" in modes or ("lifecycle" in modes and event.name == "metadata"):
            yield event


async def result(log: RunLog) -> orjson.Fragment:
    """Wait for the end of the run and return its result.

    Raises:
        ConnectionCut: the run cuts the connections of its clients.

    """
    await log.wait()
    return orjson.Fragment(log.result)


async def joined_result(world: World, run: Run) -> orjson.Fragment:
    """Return the result of a run, or the current state of its thread if the log was dropped."""
    if log := world.logs.of(run.run_id):
        return await result(log)
    return orjson.Fragment(of_thread(world.threads.get(run.owner, run.thread_id).to_json()))


def is_wanted(event: Event, modes: Collection[str]) -> bool:
    """Return whether the event matches the modes. No modes match every event, and errors always match."""
    mode = event.name.partition("|")[0]
    messages = mode.startswith("messages") and not {"messages", "messages-tuple"}.isdisjoint(modes)
    return not modes or mode in modes or messages or mode == "error"
