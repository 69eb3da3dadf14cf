"""Seeding: a seeded world determines the ids and times that the libraries draw; others stay random."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest
from langchain_core.callbacks import manager
from langgraph.pregel import _checkpoint, _loop

from mockserver.graphs.seeding import WORLD, seeded
from mockserver.state.clock import LOGICAL_START
from mockserver.state.world import World

DRAWN = [(_checkpoint, "datetime"), (_checkpoint, "uuid6"), (_loop, "datetime"), (manager, "uuid7")]
"""Functions by which the libraries draw ids and times. If one moves, seeds no longer determine its values."""
MODES = ["values", "debug", "events"]


@pytest.mark.parametrize(("module", "name"), DRAWN)
def test_the_libraries_draw_with_the_functions_that_are_put_in_front_of(module, name):
    assert name in vars(module)


def test_checkpoints_have_the_times_of_their_world(play):
    times = play(times_of_a_run, seed=3)
    assert {time.year for time in times} == {LOGICAL_START.year}


def test_a_world_without_a_seed_keeps_the_time_of_the_wall_after_a_seeded_one(play):
    play(times_of_a_run, seed=3)
    before = datetime.now(UTC)
    times = play(times_of_a_run)
    assert all(time >= before for time in times)


def test_runs_of_two_worlds_at_once_do_not_mix(play):
    async def act(scene):
        other = type(scene)(World())
        told, _ = await asyncio.gather(stream(scene), stream(other))
        await other.world.close()
        return orjson.dumps(told)

    assert play(act, seed=3) == play(act, seed=3)


def test_ids_are_of_the_versions_that_clients_know(play):
    async def act(scene):
        events = await stream(scene)
        checkpoints = [
            data["payload"]["config"]["configurable"]["checkpoint_id"]
            for name, data in events
            if name == "debug" and data["type"] == "checkpoint"
        ]
        assert {UUID(told).version for told in checkpoints} == {6}
        assert checkpoints == sorted(checkpoints)
        assert {UUID(data["run_id"]).version for name, data in events if name == "events"} == {7}

    play(act, seed=3)


def test_a_world_is_left_when_its_block_ends():
    with seeded(World(seed=1)):
        assert WORLD.get() is not None
    assert WORLD.get() is None


async def stream(scene):
    body = {"assistant_id": "agent", "stream_mode": MODES, "stream_resumable": True}
    body["input"] = {"messages": [{"role": "user", "content": "tool"}]}
    return await scene.events("stream_thread_run", body, thread_id=await scene.thread())


async def times_of_a_run(scene):
    thread = await scene.thread()
    await scene.finished(await scene.started(thread))
    history = await scene.json("search_history", {"limit": 100}, thread_id=thread)
    assert history
    return [datetime.fromisoformat(state["created_at"]) for state in history]
