"""Crons start runs at the right times of the world's clock."""

import asyncio

import pytest

from mockserver.runs.cron_runner import fire
from mockserver.state.clock import Clock


@pytest.fixture
def perform(play, clock):
    """Return a function that plays a scene at midnight, on a clock that the test advances."""

    def perform(act, seed=7):
        logical = Clock.logical()
        logical.elapsed = clock
        return play(act, seed=seed, clock=logical)

    return perform


async def planned(scene, thread_id=None, **body):
    said = {"messages": [{"role": "user", "content": "hi"}]}
    whole = {"assistant_id": "agent", "schedule": "* * * * *", "input": said, **body}
    if thread_id:
        return await scene.json("create_thread_cron", whole, thread_id=thread_id)
    return await scene.json("create_cron", whole)


async def later(scene, clock, minutes=1):
    """Let `minutes` minutes pass."""
    for _ in range(minutes):
        clock.seconds += 60
        await fire(scene.world)


async def runs(scene, thread_id):
    return await scene.json("list_thread_runs", thread_id=thread_id)


def test_a_cron_makes_a_run_whenever_it_is_time(perform, clock):
    async def act(scene):
        thread_id = await scene.thread()
        cron = await planned(scene, thread_id, metadata={"team": "blue"})
        await fire(scene.world)
        assert await runs(scene, thread_id) == []
        await later(scene, clock, minutes=3)
        made = await runs(scene, thread_id)
        assert [(await scene.finished(run))["status"] for run in made] == ["success"] * 3
        assert {run["metadata"]["team"] for run in made} == {"blue"}
        assert {run["kwargs"]["config"]["configurable"]["cron_id"] for run in made} == {cron["cron_id"]}
        assert "schedule" not in made[0]["kwargs"]
        following = (await scene.json("get_cron", cron_id=cron["cron_id"]))["next_run_date"]
        assert following == "2025-01-01T00:04:00+00:00"

    perform(act)


def test_what_was_missed_is_made_up_for_once(perform, clock):
    async def act(scene):
        thread_id = await scene.thread()
        await planned(scene, thread_id)
        clock.seconds += 3600
        await fire(scene.world)
        await fire(scene.world)
        assert len(await runs(scene, thread_id)) == 1

    perform(act)


@pytest.mark.parametrize(("then", "kept"), [("keep", 2), ("delete", 0)])
def test_a_thread_made_for_a_run_stays_or_goes(perform, clock, then, kept):
    async def act(scene):
        await planned(scene, on_run_completed=then, metadata={"team": "blue"})
        await later(scene, clock, minutes=2)
        while scene.world.runs.unfinished_of("alice"):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.01)
        threads = await scene.json("search_threads", {"metadata": {"team": "blue"}})
        assert len(threads) == kept
        assert all(thread["values"]["messages"][0]["content"] == "hi" for thread in threads)

    perform(act)


@pytest.mark.parametrize(
    "change", [{"enabled": False}, {"end_time": "2025-01-01T00:00:30Z"}, {"schedule": "0 0 1 1 *"}]
)
def test_a_cron_that_was_changed_makes_no_run(perform, clock, change):
    async def act(scene):
        thread_id = await scene.thread()
        cron = await planned(scene, thread_id)
        await scene.json("update_cron", change, cron_id=cron["cron_id"])
        await later(scene, clock, minutes=2)
        assert await runs(scene, thread_id) == []

    perform(act)


def test_the_last_run_is_at_the_end(perform, clock):
    async def act(scene):
        thread_id = await scene.thread()
        await planned(scene, thread_id, end_time="2025-01-01T01:02:00+01:00")
        await later(scene, clock, minutes=5)
        assert len(await runs(scene, thread_id)) == 2

    perform(act)


def test_a_schedule_that_has_come_to_its_end_does_not_stop_the_others(perform, clock):
    async def act(scene):
        ending, going_on = await scene.thread(), await scene.thread()
        cron = await planned(scene, ending, schedule="1 0 1 1 * 0 2025")
        await planned(scene, going_on)
        await later(scene, clock, minutes=2)
        assert len(await runs(scene, ending)) == 1
        assert len(await runs(scene, going_on)) == 2
        assert (await scene.json("get_cron", cron_id=cron["cron_id"]))["enabled"] is False

    perform(act)


def test_a_deleted_cron_makes_no_run_and_its_runs_stay(perform, clock):
    async def act(scene):
        thread_id = await scene.thread()
        cron = await planned(scene, thread_id)
        await later(scene, clock)
        await scene("delete_cron", cron_id=cron["cron_id"])
        await later(scene, clock)
        assert len(await runs(scene, thread_id)) == 1

    perform(act)


def test_a_run_that_is_refused_does_not_stop_the_others(perform, clock):
    async def act(scene):
        busy, idle = await scene.thread(), await scene.thread()
        await planned(scene, busy, multitask_strategy="reject")
        await planned(scene, idle)
        await scene.started(busy, after_seconds=3600)
        await later(scene, clock)
        assert len(await runs(scene, busy)) == 1
        assert len(await runs(scene, idle)) == 1

    perform(act)


def test_words_that_are_not_a_cron_s_have_no_effect_on_its_runs(perform, clock):
    async def act(scene):
        thread_id = await scene.thread()
        await planned(scene, thread_id, after_seconds="soon", command=5, checkpoint=[], zzz=1)
        await later(scene, clock)
        made = await runs(scene, thread_id)
        assert [(await scene.finished(run))["status"] for run in made] == ["success"]
        assert not made[0]["kwargs"].keys() & {"after_seconds", "command", "checkpoint", "zzz"}

    perform(act)


def test_a_run_has_the_context_of_its_cron(perform, clock):
    async def act(scene):
        thread_id = await scene.thread()
        await planned(scene, thread_id, context={"language": "fr"})
        await later(scene, clock)
        assert [run["kwargs"]["context"] for run in await runs(scene, thread_id)] == [{"language": "fr"}]

    perform(act)


def test_the_same_seed_makes_the_same_runs(perform, clock):
    async def act(scene):
        clock.seconds = 0
        thread_id = await scene.thread()
        await planned(scene, thread_id)
        await planned(scene, thread_id)
        await later(scene, clock, minutes=2)
        told.append([run["run_id"] for run in await runs(scene, thread_id)])

    told = []
    perform(act)
    perform(act)
    assert told[0] == told[1]
    assert len(told[0]) == 4


def test_on_the_wall_s_clock_it_happens_by_itself(play):
    async def act(scene):
        thread_id = await scene.thread()
        await planned(scene, thread_id, schedule="* * * * * *")
        while not (made := await runs(scene, thread_id)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        assert (await scene.finished(made[0]))["status"] == "success"

    play(act)


def test_a_world_that_is_closed_makes_no_runs(play):
    async def act(scene):
        thread_id = await scene.thread()
        await planned(scene, thread_id, schedule="* * * * * *")
        await scene.world.close()
        await asyncio.sleep(1.1)
        assert scene.world.runs.of(thread_id) == []

    play(act)
