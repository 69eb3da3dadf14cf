"""Runs in a world: their effects on the thread, and their status."""

import asyncio

import pytest

from mockserver.errors import BadRequest, InvalidRequest, NotFound, RunNotFound, ThreadIsBusy, ThreadNotFound
from patience import PATIENCE

LASTING = {"text": "slow please"}
"""Input of a run that takes 8 seconds unless it is stopped."""
UNKNOWN = "7d1f5c0a-5a0e-4c43-9d6b-0c8f2a6b1eff"


async def texts(scene, thread_id):
    state = await scene.json("get_state", thread_id=thread_id)
    return [message["content"] for message in state["values"].get("messages", [])]


class TestAThread:
    def test_is_busy_as_soon_as_its_run_is_created_and_idle_after_it(self, play):
        async def act(scene):
            thread = await scene.thread()
            run = await scene.started(thread)
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "busy"
            assert (await scene.finished(run))["status"] == "success"
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "idle"

        play(act)

    def test_learns_graph_and_assistant_from_its_run(self, play):
        async def act(scene):
            thread = await scene.thread(metadata={"user": "ann"})
            run = await scene.started(thread)
            await scene.finished(run)
            metadata = (await scene.json("get_thread", thread_id=thread))["metadata"]
            origin = {"graph_id": "agent", "assistant_id": run["assistant_id"]}
            assert metadata == {"user": "ann", **origin}

        play(act)

    def test_shows_the_error_of_a_run_until_one_succeeds(self, play):
        async def act(scene):
            thread = await scene.thread()
            assert (await scene.finished(await scene.started(thread, "failing")))["status"] == "error"
            failed = await scene.json("get_thread", thread_id=thread)
            assert failed["status"] == "error"
            assert failed["error"]["error"] == "ValueError"
            await scene.finished(await scene.started(thread))
            mended = await scene.json("get_thread", thread_id=thread)
            assert (mended["status"], mended["error"]) == ("idle", None)

        play(act)

    def test_is_interrupted_by_a_question_though_its_run_succeeds(self, play):
        async def act(scene):
            thread = await scene.thread()
            run = await scene.finished(await scene.started(thread, text="ask me"))
            assert run["status"] == "success"
            waiting = await scene.json("get_thread", thread_id=thread)
            assert waiting["status"] == "interrupted"
            (asked,) = (asked for task in waiting["interrupts"].values() for asked in task)
            assert asked["value"]["question"] == "Which colour?"
            body = {"assistant_id": "agent", "command": {"resume": "blue"}}
            values = await scene.json("wait_thread_run", body, thread_id=thread)
            assert values["messages"][-1]["content"] == 'You chose "blue"'
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "idle"

        play(act)

    def test_that_is_deleted_takes_its_runs_along(self, play, caplog):
        async def act(scene):
            thread = await scene.thread()
            await scene.running(await scene.started(thread, "slow", input={"seconds": 2 * PATIENCE}))
            await scene.started(thread)
            await scene("delete_thread", thread_id=thread)
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*others, return_exceptions=True)
            assert not scene.world.runs.of(thread)

        play(act)
        assert not caplog.records


class TestCancelling:
    @pytest.mark.parametrize("action", ["interrupt", "rollback"])
    def test_ends_the_stream_without_an_error(self, play, action):
        async def act(scene):
            thread = await scene.thread()
            body = {"assistant_id": "slow", "input": {"seconds": 30}, "stream_mode": "updates"}
            stream = (await scene("stream_thread_run", body, thread_id=thread)).body.source
            await anext(stream)
            (run,) = scene.world.runs.of(thread)
            await scene("cancel_thread_run", query={"action": action}, thread_id=thread, run_id=run.run_id)
            assert "error" not in [event.name async for event in stream]

        play(act)

    def test_by_interrupt_keeps_what_is_done(self, play):
        async def act(scene):
            thread = await scene.thread()
            run = await scene.running(await scene.started(thread, **LASTING))
            response = await scene(
                "cancel_thread_run", query={"wait": True}, thread_id=thread, run_id=run["run_id"]
            )
            assert response.status == 200
            assert (await scene.read(run))["status"] == "interrupted"
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "interrupted"

        play(act)

    def test_by_rollback_leaves_the_thread_as_it_was(self, play):
        async def act(scene):
            thread = await scene.thread()
            await scene.finished(await scene.started(thread))
            before = await scene.json("search_history", {"limit": 100}, thread_id=thread)
            run = await scene.running(await scene.started(thread, **LASTING))
            query = {"action": "rollback", "wait": True}
            await scene("cancel_thread_run", query=query, thread_id=thread, run_id=run["run_id"])
            with pytest.raises(RunNotFound):
                await scene.read(run)
            assert await scene.json("search_history", {"limit": 100}, thread_id=thread) == before
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "idle"

        play(act)

    def test_reaches_a_run_that_waits_for_its_turn(self, play):
        async def act(scene):
            thread = await scene.thread()
            run = await scene.started(thread, after_seconds=600)
            response = await scene("cancel_thread_run", thread_id=thread, run_id=run["run_id"])
            assert response.status == 202
            assert (await scene.read(run))["status"] == "interrupted"
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "idle"

        play(act)

    def test_of_what_is_finished_is_404(self, play):
        async def act(scene):
            thread = await scene.thread()
            run = await scene.finished(await scene.started(thread))
            with pytest.raises(NotFound):
                await scene("cancel_thread_run", thread_id=thread, run_id=run["run_id"])

        play(act)

    def test_by_status_reaches_all_of_the_owner_s_and_nobody_else_s(self, play):
        async def act(scene):
            mine = await scene.started(await scene.thread(), after_seconds=600)
            foreign = await scene.json("create_thread", {}, owner="bob")
            body = {"assistant_id": "agent", "after_seconds": 600}
            other = await scene.json("create_thread_run", body, owner="bob", thread_id=foreign["thread_id"])
            await scene("cancel_runs", {"status": "pending"})
            assert (await scene.read(mine))["status"] == "interrupted"
            assert scene.world.runs.get(foreign["thread_id"], other["run_id"]).status == "pending"

        play(act)


class TestASecondRun:
    @pytest.mark.parametrize("operation", ["create_thread_run", "stream_thread_run", "wait_thread_run"])
    def test_is_rejected_if_it_says_so(self, play, operation):
        async def act(scene):
            thread = await scene.thread()
            await scene.started(thread, after_seconds=600)
            body = {"assistant_id": "agent", "multitask_strategy": "reject"}
            with pytest.raises(ThreadIsBusy):
                await scene(operation, body, thread_id=thread)
            assert len(scene.world.runs.of(thread)) == 1

        play(act)

    def test_waits_for_the_first(self, play):
        async def act(scene):
            thread = await scene.thread()
            first = await scene.started(thread, text="one")
            second = await scene.started(thread, text="two")
            await scene.finished(second)
            assert (await scene.read(first))["status"] == "success"
            said = [text for text in await texts(scene, thread) if text in ("one", "two")]
            assert said == ["one", "two"]

        play(act)

    def test_interrupts_the_first_if_it_says_so(self, play):
        async def act(scene):
            thread = await scene.thread()
            first = await scene.running(await scene.started(thread, **LASTING))
            second = await scene.started(thread, multitask_strategy="interrupt")
            assert (await scene.finished(second))["status"] == "success"
            assert (await scene.read(first))["status"] == "interrupted"

        play(act)

    def test_undoes_the_first_if_it_says_so(self, play):
        async def act(scene):
            thread = await scene.thread()
            first = await scene.running(await scene.started(thread, **LASTING))
            second = await scene.started(thread, multitask_strategy="rollback")
            assert (await scene.finished(second))["status"] == "success"
            with pytest.raises(RunNotFound):
                await scene.read(first)

        play(act)


class TestDeleting:
    def test_a_running_run_stops_it(self, play):
        async def act(scene):
            thread = await scene.thread()
            run = await scene.running(await scene.started(thread, **LASTING))
            await scene("delete_thread_run", thread_id=thread, run_id=run["run_id"])
            with pytest.raises(RunNotFound):
                await scene.read(run)
            assert await scene.json("search_history", {"limit": 9}, thread_id=thread) == []
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "idle"

        play(act)

    def test_a_finished_run_takes_its_checkpoints_along(self, play):
        async def act(scene):
            thread = await scene.thread()
            await scene.finished(await scene.started(thread, text="one"))
            before = await texts(scene, thread)
            run = await scene.finished(await scene.started(thread, text="two"))
            await scene("delete_thread_run", thread_id=thread, run_id=run["run_id"])
            assert await texts(scene, thread) == before

        play(act)


class TestARefusedRun:
    @pytest.mark.parametrize(
        ("body", "error", "said"),
        [
            ({"config": {"configurable": {"a": 1}}, "context": {"a": 2}}, BadRequest, "configurable"),
            ({"config": {"metadata": ["blue"]}}, InvalidRequest, "body.config.metadata"),
            ({"config": {"tags": ["blue"] * 501}}, InvalidRequest, "body.config.tags"),
            ({"webhook": "/here"}, InvalidRequest, "webhook"),
            ({"webhook": "ftp://there/file"}, InvalidRequest, "webhook"),
            ({"webhook": "http://[/"}, InvalidRequest, "webhook"),
            ({"webhook": "http://[v1.a]/"}, InvalidRequest, "webhook"),
            ({"webhook": "http://256.256.256.256/"}, InvalidRequest, "webhook"),
            ({"webhook": "http://xn--/"}, InvalidRequest, "webhook"),
            ({"webhook": "http://there:0/"}, InvalidRequest, "webhook"),
            ({"webhook": "http://there:65536/"}, InvalidRequest, "webhook"),
            ({"assistant_id": "nobody"}, InvalidRequest, "nobody"),
            ({"assistant_id": UNKNOWN}, NotFound, UNKNOWN),
        ],
    )
    def test_says_why_and_leaves_the_thread_alone(self, play, body, error, said):
        async def act(scene):
            thread = await scene.thread()
            with pytest.raises(error) as refusal:
                await scene("create_thread_run", {"assistant_id": "agent", **body}, thread_id=thread)
            assert said in refusal.value.detail
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "idle"
            assert not scene.world.runs.of(thread)

        play(act)

    def test_of_a_thread_that_is_not_there_makes_it_only_if_it_says_so(self, play):
        async def act(scene):
            with pytest.raises(ThreadNotFound):
                await scene.started(UNKNOWN)
            run = await scene.started(UNKNOWN, if_not_exists="create")
            assert (await scene.finished(run))["thread_id"] == UNKNOWN

        play(act)

    def test_makes_no_thread_that_another_owner_has(self, play):
        async def act(scene):
            foreign = await scene.json("create_thread", {}, owner="bob")
            with pytest.raises(ThreadNotFound):
                await scene.started(foreign["thread_id"], if_not_exists="create")

        play(act)

    def test_in_a_batch_means_that_none_is_started(self, play):
        async def act(scene):
            with pytest.raises(InvalidRequest):
                await scene("create_runs_batch", [{"assistant_id": "agent"}, {"assistant_id": "nobody"}])
            assert await scene.json("count_threads", {}) == 0

        play(act)


class TestAStatelessRun:
    def test_leaves_no_thread(self, play):
        async def act(scene):
            body = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}}
            values = await scene.json("wait_run", body)
            assert values["messages"][0]["content"] == "hi"
            assert await scene.json("count_threads", {}) == 0

        play(act)

    def test_leaves_one_if_it_says_so(self, play):
        async def act(scene):
            await scene.json("wait_run", {"assistant_id": "agent", "input": {}, "on_completion": "keep"})
            assert await scene.json("count_threads", {}) == 1

        play(act)


class TestManyRuns:
    def test_leave_no_task_and_no_log(self, play):
        async def act(scene):
            thread = await scene.thread()
            body = {"assistant_id": "agent", "input": {}}
            for _ in range(50):
                await scene.json("wait_thread_run", body, thread_id=thread)
                await scene.json("wait_run", body)
            await asyncio.sleep(0)
            assert asyncio.all_tasks() == {asyncio.current_task()}
            assert not vars(scene.world.logs)["_runs"]

        play(act)

    def test_of_one_thread_are_each_remembered(self, play):
        async def act(scene):
            thread = await scene.thread()
            for _ in range(12):
                await scene.json("wait_thread_run", {"assistant_id": "agent", "input": {}}, thread_id=thread)
            runs = await scene.json("list_thread_runs", query={"limit": 100}, thread_id=thread)
            assert len(runs) == 12
            assert [run["created_at"] for run in runs] == sorted(
                (run["created_at"] for run in runs), reverse=True
            )

        play(act)
