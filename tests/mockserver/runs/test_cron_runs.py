"""Crons start runs at the right times of the world's clock."""

import asyncio

import pytest

from mockserver.runs.crons import fire
from mockserver.state.clock import Clock


@pytest.fixture
def run_at_midnight(run_async, clock):
    """Return a function that runs a scenario at midnight, on a clock that the test advances."""

    def run_at_midnight(scenario, seed=7):
        logical = Clock.logical()
        logical.elapsed = clock
        return run_async(scenario, seed=seed, clock=logical)

    return run_at_midnight


async def create_cron(client, thread_id=None, **body):
    run_input = {"messages": [{"role": "user", "content": "hi"}]}
    full_body = {"assistant_id": "agent", "schedule": "* * * * *", "input": run_input, **body}
    if thread_id:
        return await client.json("create_thread_cron", full_body, thread_id=thread_id)
    return await client.json("create_cron", full_body)


async def later(client, clock, minutes=1):
    """Let `minutes` minutes pass."""
    for _ in range(minutes):
        clock.seconds += 60
        await fire(client.world)


async def runs(client, thread_id):
    return await client.json("list_thread_runs", thread_id=thread_id)


def test_a_cron_starts_a_run_at_each_due_time(run_at_midnight, clock):
    async def scenario(client):
        thread_id = await client.thread()
        cron = await create_cron(client, thread_id, metadata={"team": "blue"})
        await fire(client.world)
        assert await runs(client, thread_id) == []
        await later(client, clock, minutes=3)
        runs_made = await runs(client, thread_id)
        assert [(await client.finished(run))["status"] for run in runs_made] == ["success"] * 3
        assert {run["metadata"]["team"] for run in runs_made} == {"blue"}
        assert {run["kwargs"]["config"]["configurable"]["cron_id"] for run in runs_made} == {cron["cron_id"]}
        assert "schedule" not in runs_made[0]["kwargs"]
        following = (await client.json("get_cron", cron_id=cron["cron_id"]))["next_run_date"]
        assert following == "2025-01-01T00:04:00+00:00"

    run_at_midnight(scenario)


def test_missed_runs_are_started_once(run_at_midnight, clock):
    async def scenario(client):
        thread_id = await client.thread()
        await create_cron(client, thread_id)
        clock.seconds += 3600
        await fire(client.world)
        await fire(client.world)
        assert len(await runs(client, thread_id)) == 1

    run_at_midnight(scenario)


@pytest.mark.parametrize(("then", "thread_count"), [("keep", 2), ("delete", 0)])
def test_the_thread_of_a_run_is_kept_or_deleted(run_at_midnight, clock, then, thread_count):
    async def scenario(client):
        await create_cron(client, on_run_completed=then, metadata={"team": "blue"})
        await later(client, clock, minutes=2)
        while client.world.runs.unfinished_of("alice"):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.01)
        threads = await client.json("search_threads", {"metadata": {"team": "blue"}})
        assert len(threads) == thread_count
        assert all(thread["values"]["messages"][0]["content"] == "hi" for thread in threads)

    run_at_midnight(scenario)


@pytest.mark.parametrize(
    "change", [{"enabled": False}, {"end_time": "2025-01-01T00:00:30Z"}, {"schedule": "0 0 1 1 *"}]
)
def test_a_cron_that_was_changed_makes_no_run(run_at_midnight, clock, change):
    async def scenario(client):
        thread_id = await client.thread()
        cron = await create_cron(client, thread_id)
        await client.json("update_cron", change, cron_id=cron["cron_id"])
        await later(client, clock, minutes=2)
        assert await runs(client, thread_id) == []

    run_at_midnight(scenario)


def test_the_last_run_is_at_the_end_time(run_at_midnight, clock):
    async def scenario(client):
        thread_id = await client.thread()
        await create_cron(client, thread_id, end_time="2025-01-01T01:02:00+01:00")
        await later(client, clock, minutes=5)
        assert len(await runs(client, thread_id)) == 2

    run_at_midnight(scenario)


def test_an_ended_schedule_does_not_stop_the_others(run_at_midnight, clock):
    async def scenario(client):
        ending, going_on = await client.thread(), await client.thread()
        cron = await create_cron(client, ending, schedule="1 0 1 1 * 0 2025")
        await create_cron(client, going_on)
        await later(client, clock, minutes=2)
        assert len(await runs(client, ending)) == 1
        assert len(await runs(client, going_on)) == 2
        assert (await client.json("get_cron", cron_id=cron["cron_id"]))["enabled"] is False

    run_at_midnight(scenario)


def test_a_deleted_cron_makes_no_run_and_its_runs_stay(run_at_midnight, clock):
    async def scenario(client):
        thread_id = await client.thread()
        cron = await create_cron(client, thread_id)
        await later(client, clock)
        await client("delete_cron", cron_id=cron["cron_id"])
        await later(client, clock)
        assert len(await runs(client, thread_id)) == 1

    run_at_midnight(scenario)


def test_a_rejected_run_does_not_stop_the_others(run_at_midnight, clock):
    async def scenario(client):
        busy, idle = await client.thread(), await client.thread()
        await create_cron(client, busy, multitask_strategy="reject")
        await create_cron(client, idle)
        await client.started(busy, after_seconds=3600)
        await later(client, clock)
        assert len(await runs(client, busy)) == 1
        assert len(await runs(client, idle)) == 1

    run_at_midnight(scenario)


def test_unknown_fields_of_a_cron_do_not_change_its_runs(run_at_midnight, clock):
    async def scenario(client):
        thread_id = await client.thread()
        await create_cron(client, thread_id, after_seconds="soon", command=5, checkpoint=[], zzz=1)
        await later(client, clock)
        runs_made = await runs(client, thread_id)
        assert [(await client.finished(run))["status"] for run in runs_made] == ["success"]
        assert not runs_made[0]["kwargs"].keys() & {"after_seconds", "command", "checkpoint", "zzz"}

    run_at_midnight(scenario)


def test_a_run_has_the_context_of_its_cron(run_at_midnight, clock):
    async def scenario(client):
        thread_id = await client.thread()
        await create_cron(client, thread_id, context={"language": "fr"})
        await later(client, clock)
        assert [run["kwargs"]["context"] for run in await runs(client, thread_id)] == [{"language": "fr"}]

    run_at_midnight(scenario)


def test_the_same_seed_makes_the_same_runs(run_at_midnight, clock):
    async def scenario(client):
        clock.seconds = 0
        thread_id = await client.thread()
        await create_cron(client, thread_id)
        await create_cron(client, thread_id)
        await later(client, clock, minutes=2)
        sessions.append([run["run_id"] for run in await runs(client, thread_id)])

    sessions = []
    run_at_midnight(scenario)
    run_at_midnight(scenario)
    assert sessions[0] == sessions[1]
    assert len(sessions[0]) == 4


def test_a_cron_starts_its_runs_on_the_real_clock(run_async):
    async def scenario(client):
        thread_id = await client.thread()
        await create_cron(client, thread_id, schedule="* * * * * *")
        while not (runs_made := await runs(client, thread_id)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        assert (await client.finished(runs_made[0]))["status"] == "success"

    run_async(scenario)


def test_a_world_that_is_closed_makes_no_runs(run_async):
    async def scenario(client):
        thread_id = await client.thread()
        await create_cron(client, thread_id, schedule="* * * * * *")
        await client.world.close()
        await asyncio.sleep(1.1)
        assert client.world.runs.of(thread_id) == []

    run_async(scenario)
