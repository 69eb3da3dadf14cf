"""Seeding: a seeded world determines the ids and times that the libraries draw; others stay random."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest
from langchain_core.callbacks import manager
from langgraph.pregel import _checkpoint, _loop

from mockserver.graphs.reproducible_ids import WORLD, seeded
from mockserver.state.clock import LOGICAL_START
from mockserver.state.world import World

DRAWN = [(_checkpoint, "datetime"), (_checkpoint, "uuid6"), (_loop, "datetime"), (manager, "uuid7")]
"""Functions by which the libraries draw ids and times. If one moves, seeds no longer determine its values."""
MODES = ["values", "debug", "events"]


@pytest.mark.parametrize(("module", "name"), DRAWN)
def test_the_libraries_use_the_replaced_random_functions(module, name):
    assert name in vars(module)


def test_checkpoints_have_the_times_of_their_world(run_async):
    times = run_async(times_of_a_run, seed=3)
    assert {time.year for time in times} == {LOGICAL_START.year}


def test_a_world_without_a_seed_uses_real_time_after_a_seeded_one(run_async):
    run_async(times_of_a_run, seed=3)
    before = datetime.now(UTC)
    times = run_async(times_of_a_run)
    assert all(time >= before for time in times)


def test_concurrent_runs_of_two_worlds_do_not_mix(run_async):
    async def scenario(client):
        other = type(client)(World())
        events, _ = await asyncio.gather(stream(client), stream(other))
        await other.world.close()
        return orjson.dumps(events)

    assert run_async(scenario, seed=3) == run_async(scenario, seed=3)


def test_ids_have_the_uuid_versions_that_clients_parse(run_async):
    async def scenario(client):
        events = await stream(client)
        checkpoints = [
            data["payload"]["config"]["configurable"]["checkpoint_id"]
            for name, data in events
            if name == "debug" and data["type"] == "checkpoint"
        ]
        assert {UUID(checkpoint_id).version for checkpoint_id in checkpoints} == {6}
        assert checkpoints == sorted(checkpoints)
        assert {UUID(data["run_id"]).version for name, data in events if name == "events"} == {7}

    run_async(scenario, seed=3)


def test_a_world_is_left_when_its_block_ends():
    with seeded(World(seed=1)):
        assert WORLD.get() is not None
    assert WORLD.get() is None


async def stream(client):
    body = {"assistant_id": "agent", "stream_mode": MODES, "stream_resumable": True}
    body["input"] = {"messages": [{"role": "user", "content": "tool"}]}
    return await client.events("stream_thread_run", body, thread_id=await client.thread())


async def times_of_a_run(client):
    thread = await client.thread()
    await client.finished(await client.started(thread))
    history = await client.json("search_history", {"limit": 100}, thread_id=thread)
    assert history
    return [datetime.fromisoformat(state["created_at"]) for state in history]
