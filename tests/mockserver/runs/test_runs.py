"""Runs in a world: their effects on the thread, and their status."""

import asyncio

import pytest

from mockserver.errors import BadRequest, InvalidRequest, NotFound, RunNotFound, ThreadIsBusy, ThreadNotFound
from patience import PATIENCE

LASTING = {"text": "slow please"}
"""Input of a run that takes 8 seconds unless it is stopped."""
UNKNOWN = "7d1f5c0a-5a0e-4c43-9d6b-0c8f2a6b1eff"


async def texts(client, thread_id):
    state = await client.json("get_state", thread_id=thread_id)
    return [message["content"] for message in state["values"].get("messages", [])]


class TestAThread:
    def test_is_busy_as_soon_as_its_run_is_created_and_idle_after_it(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            run = await client.started(thread)
            assert (await client.json("get_thread", thread_id=thread))["status"] == "busy"
            assert (await client.finished(run))["status"] == "success"
            assert (await client.json("get_thread", thread_id=thread))["status"] == "idle"

        run_async(scenario)

    def test_gets_graph_and_assistant_from_its_run(self, run_async):
        async def scenario(client):
            thread = await client.thread(metadata={"user": "ann"})
            run = await client.started(thread)
            await client.finished(run)
            metadata = (await client.json("get_thread", thread_id=thread))["metadata"]
            origin = {"graph_id": "agent", "assistant_id": run["assistant_id"]}
            assert metadata == {"user": "ann", **origin}

        run_async(scenario)

    def test_shows_the_error_of_a_run_until_one_succeeds(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            assert (await client.finished(await client.started(thread, "failing")))["status"] == "error"
            failed = await client.json("get_thread", thread_id=thread)
            assert failed["status"] == "error"
            assert failed["error"]["error"] == "ValueError"
            await client.finished(await client.started(thread))
            mended = await client.json("get_thread", thread_id=thread)
            assert (mended["status"], mended["error"]) == ("idle", None)

        run_async(scenario)

    def test_is_interrupted_though_its_run_succeeds(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            run = await client.finished(await client.started(thread, text="ask me"))
            assert run["status"] == "success"
            waiting = await client.json("get_thread", thread_id=thread)
            assert waiting["status"] == "interrupted"
            (interrupt,) = (interrupt for task in waiting["interrupts"].values() for interrupt in task)
            assert interrupt["value"]["question"] == "Which colour?"
            body = {"assistant_id": "agent", "command": {"resume": "blue"}}
            values = await client.json("wait_thread_run", body, thread_id=thread)
            assert values["messages"][-1]["content"] == 'You chose "blue"'
            assert (await client.json("get_thread", thread_id=thread))["status"] == "idle"

        run_async(scenario)

    def test_that_is_deleted_takes_its_runs_along(self, run_async, caplog):
        async def scenario(client):
            thread = await client.thread()
            await client.running(await client.started(thread, "slow", input={"seconds": 2 * PATIENCE}))
            await client.started(thread)
            await client("delete_thread", thread_id=thread)
            other_tasks = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*other_tasks, return_exceptions=True)
            assert not client.world.runs.of(thread)

        run_async(scenario)
        assert not caplog.records


class TestCancelling:
    @pytest.mark.parametrize("action", ["interrupt", "rollback"])
    def test_ends_the_stream_without_an_error(self, run_async, action):
        async def scenario(client):
            thread = await client.thread()
            body = {"assistant_id": "slow", "input": {"seconds": 30}, "stream_mode": "updates"}
            stream = (await client("stream_thread_run", body, thread_id=thread)).body.source
            await anext(stream)
            (run,) = client.world.runs.of(thread)
            await client("cancel_thread_run", query={"action": action}, thread_id=thread, run_id=run.run_id)
            assert "error" not in [event.name async for event in stream]

        run_async(scenario)

    def test_by_interrupt_keeps_finished_steps(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            run = await client.running(await client.started(thread, **LASTING))
            response = await client(
                "cancel_thread_run", query={"wait": True}, thread_id=thread, run_id=run["run_id"]
            )
            assert response.status == 200
            assert (await client.read(run))["status"] == "interrupted"
            assert (await client.json("get_thread", thread_id=thread))["status"] == "interrupted"

        run_async(scenario)

    def test_by_rollback_leaves_the_thread_as_it_was(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            await client.finished(await client.started(thread))
            before = await client.json("search_history", {"limit": 100}, thread_id=thread)
            run = await client.running(await client.started(thread, **LASTING))
            query = {"action": "rollback", "wait": True}
            await client("cancel_thread_run", query=query, thread_id=thread, run_id=run["run_id"])
            with pytest.raises(RunNotFound):
                await client.read(run)
            assert await client.json("search_history", {"limit": 100}, thread_id=thread) == before
            assert (await client.json("get_thread", thread_id=thread))["status"] == "idle"

        run_async(scenario)

    def test_reaches_a_run_that_waits_for_its_turn(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            run = await client.started(thread, after_seconds=600)
            response = await client("cancel_thread_run", thread_id=thread, run_id=run["run_id"])
            assert response.status == 202
            assert (await client.read(run))["status"] == "interrupted"
            assert (await client.json("get_thread", thread_id=thread))["status"] == "idle"

        run_async(scenario)

    def test_of_a_finished_run_is_404(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            run = await client.finished(await client.started(thread))
            with pytest.raises(NotFound):
                await client("cancel_thread_run", thread_id=thread, run_id=run["run_id"])

        run_async(scenario)

    def test_by_status_cancels_only_the_owners_runs(self, run_async):
        async def scenario(client):
            own = await client.started(await client.thread(), after_seconds=600)
            foreign = await client.json("create_thread", {}, owner="bob")
            body = {"assistant_id": "agent", "after_seconds": 600}
            other = await client.json("create_thread_run", body, owner="bob", thread_id=foreign["thread_id"])
            await client("cancel_runs", {"status": "pending"})
            assert (await client.read(own))["status"] == "interrupted"
            assert client.world.runs.get(foreign["thread_id"], other["run_id"]).status == "pending"

        run_async(scenario)


class TestASecondRun:
    @pytest.mark.parametrize("operation", ["create_thread_run", "stream_thread_run", "wait_thread_run"])
    def test_is_rejected_with_reject(self, run_async, operation):
        async def scenario(client):
            thread = await client.thread()
            await client.started(thread, after_seconds=600)
            body = {"assistant_id": "agent", "multitask_strategy": "reject"}
            with pytest.raises(ThreadIsBusy):
                await client(operation, body, thread_id=thread)
            assert len(client.world.runs.of(thread)) == 1

        run_async(scenario)

    def test_waits_for_the_first(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            first = await client.started(thread, text="one")
            second = await client.started(thread, text="two")
            await client.finished(second)
            assert (await client.read(first))["status"] == "success"
            order = [text for text in await texts(client, thread) if text in ("one", "two")]
            assert order == ["one", "two"]

        run_async(scenario)

    def test_interrupts_the_first_with_interrupt(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            first = await client.running(await client.started(thread, **LASTING))
            second = await client.started(thread, multitask_strategy="interrupt")
            assert (await client.finished(second))["status"] == "success"
            assert (await client.read(first))["status"] == "interrupted"

        run_async(scenario)

    def test_undoes_the_first_with_rollback(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            first = await client.running(await client.started(thread, **LASTING))
            second = await client.started(thread, multitask_strategy="rollback")
            assert (await client.finished(second))["status"] == "success"
            with pytest.raises(RunNotFound):
                await client.read(first)

        run_async(scenario)


class TestDeleting:
    def test_a_running_run_stops_it(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            run = await client.running(await client.started(thread, **LASTING))
            await client("delete_thread_run", thread_id=thread, run_id=run["run_id"])
            with pytest.raises(RunNotFound):
                await client.read(run)
            assert await client.json("search_history", {"limit": 9}, thread_id=thread) == []
            assert (await client.json("get_thread", thread_id=thread))["status"] == "idle"

        run_async(scenario)

    def test_a_finished_run_takes_its_checkpoints_along(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            await client.finished(await client.started(thread, text="one"))
            before = await texts(client, thread)
            run = await client.finished(await client.started(thread, text="two"))
            await client("delete_thread_run", thread_id=thread, run_id=run["run_id"])
            assert await texts(client, thread) == before

        run_async(scenario)


class TestARejectedRun:
    @pytest.mark.parametrize(
        ("body", "error", "message"),
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
    def test_names_the_reason_and_does_not_change_the_thread(self, run_async, body, error, message):
        async def scenario(client):
            thread = await client.thread()
            with pytest.raises(error) as raised:
                await client("create_thread_run", {"assistant_id": "agent", **body}, thread_id=thread)
            assert message in raised.value.detail
            assert (await client.json("get_thread", thread_id=thread))["status"] == "idle"
            assert not client.world.runs.of(thread)

        run_async(scenario)

    def test_creates_a_missing_thread_only_with_if_not_exists_create(self, run_async):
        async def scenario(client):
            with pytest.raises(ThreadNotFound):
                await client.started(UNKNOWN)
            run = await client.started(UNKNOWN, if_not_exists="create")
            assert (await client.finished(run))["thread_id"] == UNKNOWN

        run_async(scenario)

    def test_makes_no_thread_that_another_owner_has(self, run_async):
        async def scenario(client):
            foreign = await client.json("create_thread", {}, owner="bob")
            with pytest.raises(ThreadNotFound):
                await client.started(foreign["thread_id"], if_not_exists="create")

        run_async(scenario)

    def test_in_a_batch_means_that_none_is_started(self, run_async):
        async def scenario(client):
            with pytest.raises(InvalidRequest):
                await client("create_runs_batch", [{"assistant_id": "agent"}, {"assistant_id": "nobody"}])
            assert await client.json("count_threads", {}) == 0

        run_async(scenario)


class TestAStatelessRun:
    def test_leaves_no_thread(self, run_async):
        async def scenario(client):
            body = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}}
            values = await client.json("wait_run", body)
            assert values["messages"][0]["content"] == "hi"
            assert await client.json("count_threads", {}) == 0

        run_async(scenario)

    def test_keeps_its_thread_with_on_completion_keep(self, run_async):
        async def scenario(client):
            await client.json("wait_run", {"assistant_id": "agent", "input": {}, "on_completion": "keep"})
            assert await client.json("count_threads", {}) == 1

        run_async(scenario)


class TestManyRuns:
    def test_leave_no_task_and_no_log(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            body = {"assistant_id": "agent", "input": {}}
            for _ in range(50):
                await client.json("wait_thread_run", body, thread_id=thread)
                await client.json("wait_run", body)
            await asyncio.sleep(0)
            assert asyncio.all_tasks() == {asyncio.current_task()}
            assert not vars(client.world.logs)["_runs"]

        run_async(scenario)

    def test_of_one_thread_are_all_kept(self, run_async):
        async def scenario(client):
            thread = await client.thread()
            for _ in range(12):
                await client.json("wait_thread_run", {"assistant_id": "agent", "input": {}}, thread_id=thread)
            runs = await client.json("list_thread_runs", query={"limit": 100}, thread_id=thread)
            assert len(runs) == 12
            assert [run["created_at"] for run in runs] == sorted(
                (run["created_at"] for run in runs), reverse=True
            )

        run_async(scenario)
