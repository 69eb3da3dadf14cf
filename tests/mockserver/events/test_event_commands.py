"""Commands of protocol v2 and their effects."""

import asyncio

import pytest

THREAD = "00000000-0000-4000-8000-000000000001"
HI = {"messages": [{"role": "user", "content": "hi"}]}


async def asked(scene, graph="hitl", text="hi"):
    """Start a run with an interrupt, wait until the thread is interrupted, and return the interrupt's id."""
    said = {"messages": [{"role": "user", "content": text}]}
    reply = await scene.commanded(THREAD, "run.start", assistant_id=graph, input=said)
    (asked,) = await scene.told(THREAD, "input")
    await scene.finished({"thread_id": THREAD, "run_id": reply["result"]["run_id"]})
    return asked["params"]["data"]["interrupt_id"]


async def values(scene):
    return (await scene.json("get_state", thread_id=THREAD))["values"]


def code(reply):
    return reply["error"]


class TestRunStart:
    def test_makes_the_thread_and_gives_the_id_of_the_run(self, play):
        async def act(scene):
            reply = await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await scene.told(THREAD)
            run = {"thread_id": THREAD, "run_id": reply["result"]["run_id"]}
            return reply, await scene.read(run), await scene.json("get_thread", thread_id=THREAD)

        reply, run, thread = play(act)
        assert reply == {
            "type": "success",
            "id": 1,
            "result": {"run_id": run["run_id"]},
            "meta": {"applied_through_seq": 0},
        }
        assert (run["status"], thread["status"], thread["metadata"]["graph_id"]) == (
            "success",
            "idle",
            "agent",
        )

    def test_makes_a_run_that_is_waited_for_like_any_other(self, play):
        async def act(scene):
            reply = await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            run = {"thread_id": THREAD, "run_id": reply["result"]["run_id"]}
            return await scene.json("join_thread_run", **run), await values(scene)

        joined, kept = play(act)
        assert joined == kept

    def test_reply_has_the_number_of_the_last_event(self, play):
        async def act(scene):
            replies, told = [], []
            for run in (1, 2):
                replies.append(await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI))
                told.append(await scene.told(THREAD, "lifecycle", runs=run))
            return [reply["meta"]["applied_through_seq"] for reply in replies], told[0][-1]["seq"]

        before, first_ended = play(act)
        assert before == [0, first_ended]

    def test_has_metadata_and_config(self, play):
        async def act(scene):
            config = {"tags": ["blue"], "configurable": {"model": "fake"}}
            words = {"assistant_id": "agent", "input": HI, "metadata": {"a": 1}, "config": config}
            reply = await scene.commanded(THREAD, "run.start", **words)
            await scene.told(THREAD)
            return await scene.read({"thread_id": THREAD, "run_id": reply["result"]["run_id"]})

        run = play(act)
        assert run["metadata"]["a"] == 1
        assert run["kwargs"]["config"]["tags"] == ["blue"]
        assert run["kwargs"]["config"]["configurable"]["model"] == "fake"

    def test_with_input_on_a_thread_that_waits_is_the_answer(self, play):
        async def act(scene):
            await asked(scene)
            await scene.commanded(THREAD, "run.start", assistant_id="hitl", input="yes")
            await scene.told(THREAD, runs=2)
            return (await values(scene))["messages"][-1]["content"], len((await values(scene))["messages"])

        said, count = play(act)
        assert ("yes" in said, count) == (True, 2)

    def test_goes_on_from_the_checkpoint_that_it_names(self, play):
        async def act(scene):
            await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await scene.told(THREAD)
            before = (await scene.json("search_history", {"limit": 10}, thread_id=THREAD))[-1]
            checkpoint = {"checkpoint_id": before["checkpoint"]["checkpoint_id"]}
            words = {"assistant_id": "agent", "input": HI, "config": {"configurable": checkpoint}}
            await scene.commanded(THREAD, "run.start", **words)
            await scene.told(THREAD, runs=2)
            return len((await values(scene))["messages"])

        assert play(act) == 2

    @pytest.mark.parametrize("spelling", ["multitask_strategy", "multitaskStrategy"])
    def test_busy_thread_follows_the_strategy(self, play, spelling):
        async def act(scene):
            slow = {"assistant_id": "slow", "input": {"seconds": 60}}
            await scene.commanded(THREAD, "run.start", **slow)
            return await scene.commanded(THREAD, "run.start", **slow, **{spelling: "reject"})

        reply = play(act)
        assert (code(reply), "is busy" in reply["message"]) == ("unknown_error", True)

    @pytest.mark.parametrize(
        ("params", "named"),
        [
            ({}, "params.assistant_id"),
            ({"assistant_id": ""}, "params.assistant_id"),
            ({"assistant_id": "agent", "config": {"tags": 5}}, "params.config.tags"),
            ({"assistant_id": "agent", "config": {"configurable": 5}}, "params.config.configurable"),
            (
                {"assistant_id": "agent", "config": {"configurable": {"checkpoint_id": "x"}}},
                "params.config.configurable.checkpoint_id",
            ),
            ({"assistant_id": "agent", "metadata": 5}, "params.metadata"),
        ],
    )
    def test_error_names_the_param(self, play, params, named):
        reply = play(lambda scene: scene.commanded(THREAD, "run.start", **params))
        assert code(reply) == "invalid_argument"
        assert reply["message"].startswith(f"{named}: ")

    def test_unknown_assistant_creates_no_thread(self, play):
        async def act(scene):
            reply = await scene.commanded(THREAD, "run.start", assistant_id="nobody", input=HI)
            return code(reply), await scene.json("count_threads", {})

        assert play(act) == ("unknown_error", 0)

    def test_on_another_owner_s_thread_finds_none(self, play):
        async def act(scene):
            await scene.thread(thread_id=THREAD)
            reply = await scene.commanded(THREAD, "run.start", assistant_id="agent", owner="bob")
            return code(reply), reply["message"][:4], await scene.json("list_thread_runs", thread_id=THREAD)

        assert play(act) == ("unknown_error", "404:", [])


class TestInputRespond:
    def test_answer_continues_the_run(self, play):
        async def act(scene):
            question = await asked(scene)
            reply = await scene.commanded(THREAD, "input.respond", interrupt_id=question, response="yes")
            await scene.told(THREAD, runs=2)
            return reply["result"], (await values(scene))["messages"][-1]["content"]

        result, said = play(act)
        assert result == {}
        assert "yes" in said

    def test_answers_several_at_once(self, play):
        async def act(scene):
            question = await asked(scene, "agent", "ask me")
            responses = [{"interrupt_id": question, "response": "red", "namespace": []}]
            await scene.commanded(THREAD, "input.respond", responses=responses)
            await scene.told(THREAD, runs=2)
            return (await values(scene))["messages"][-1]["content"][0]["text"]

        assert play(act) == 'You chose "red"'

    def test_a_question_that_was_answered_is_none_any_more(self, play):
        async def act(scene):
            response = {"interrupt_id": await asked(scene), "response": "yes"}
            await scene.commanded(THREAD, "input.respond", **response)
            await scene.told(THREAD, runs=2)
            return code(await scene.commanded(THREAD, "input.respond", **response))

        assert play(act) == "no_such_interrupt"

    def test_answer_before_the_end_of_the_interrupted_run_is_accepted(self, play):
        async def act(scene):
            await scene.commanded(THREAD, "run.start", assistant_id="hitl", input=HI)
            body = {"channels": ["input"]}
            response = await scene("stream_thread_events", body, thread_id=THREAD)
            asked = await anext(response.body.source)
            await response.body.close()
            interrupt_id = asked.data.split(b'"interrupt_id":"')[1].split(b'"')[0].decode()
            status = (await scene.json("get_thread", thread_id=THREAD))["status"]
            reply = await scene.commanded(THREAD, "input.respond", interrupt_id=interrupt_id, response=1)
            return status, reply["type"]

        assert play(act) == ("busy", "success")

    def test_answer_without_interrupt_is_no_such_run(self, play):
        reply = play(lambda scene: scene.commanded(THREAD, "input.respond", interrupt_id="x", response=1))
        assert code(reply) == "no_such_run"

    def test_another_owner_s_questions_are_not_there(self, play):
        async def act(scene):
            question = await asked(scene)
            words = {"interrupt_id": question, "response": "yes", "owner": "bob"}
            return code(await scene.commanded(THREAD, "input.respond", **words))

        assert play(act) == "no_such_run"

    @pytest.mark.parametrize(
        ("params", "named"),
        [
            ({}, "params.responses.0.interrupt_id"),
            ({"responses": []}, "params.responses"),
            ({"interrupt_id": "x", "namespace": "y"}, "params.responses.0.namespace"),
            ({"interrupt_id": "x", "goto": {"input": 1}}, "params.goto"),
        ],
    )
    def test_error_names_the_param(self, play, params, named):
        reply = play(lambda scene: scene.commanded(THREAD, "input.respond", **params))
        assert code(reply) == "invalid_argument"
        assert reply["message"].startswith(named)


class TestTheTree:
    def test_has_the_graphs_of_the_last_run(self, play):
        async def act(scene):
            await scene.commanded(THREAD, "run.start", assistant_id="nested", input=HI)
            await scene.told(THREAD)
            return (await scene.commanded(THREAD, "agent.getTree"))["result"]["tree"]

        tree = play(act)
        (child,) = tree["children"]
        assert (tree["namespace"], tree["graph_name"], tree["status"]) == ([], "nested", "completed")
        assert (child["graph_name"], child["status"], len(child["namespace"])) == ("child", "completed", 1)

    @pytest.mark.parametrize("owner", ["alice", "bob"])
    def test_is_none_where_the_owner_has_no_run(self, play, owner):
        async def act(scene):
            await scene.thread(thread_id=THREAD)
            if owner == "bob":
                await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
                await scene.told(THREAD)
            return code(await scene.commanded(THREAD, "agent.getTree", owner=owner))

        assert play(act) == "no_such_run"


class TestStates:
    def commanded(self, play, method, **params):
        async def act(scene):
            await scene.commanded(THREAD, "run.start", assistant_id="nested", input=HI)
            await scene.told(THREAD)
            return await scene.commanded(THREAD, method, **params)

        return play(act)["result"]

    def test_the_latest_is_got(self, play):
        state = self.commanded(play, "state.get", namespace=[])
        assert [message["type"] for message in state["values"]["messages"]] == ["human", "ai", "ai"]
        assert state["checkpoint"]["ns"] == ""

    def test_only_the_keys_that_are_named(self, play):
        assert self.commanded(play, "state.get", namespace=[], keys=["zzz"])["values"] == {}

    def test_the_checkpoints_are_listed_newest_first(self, play):
        checkpoints = self.commanded(play, "state.listCheckpoints", limit=100)["checkpoints"]
        assert [each["step"] for each in checkpoints] == [2, 1, 0, -1]

    def test_a_fork_goes_on_from_one_of_them(self, play):
        async def act(scene):
            await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await scene.told(THREAD)
            listed = await scene.commanded(THREAD, "state.listCheckpoints", limit=100)
            oldest = listed["result"]["checkpoints"][-1]["id"]
            reply = await scene.commanded(THREAD, "state.fork", checkpoint_id=oldest, input=HI)
            await scene.told(THREAD, runs=2)
            return reply["result"]["thread_id"], len((await values(scene))["messages"])

        assert play(act) == (THREAD, 2)

    def test_a_fork_from_a_checkpoint_of_no_thread_is_refused(self, play):
        async def act(scene):
            await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await scene.told(THREAD)
            return code(await scene.commanded(THREAD, "state.fork", checkpoint_id=THREAD))

        assert play(act) == "no_such_checkpoint"

    @pytest.mark.parametrize("method", ["state.get", "state.listCheckpoints"])
    def test_other_owners_thread_has_none(self, play, method):
        async def act(scene):
            await scene.thread(thread_id=THREAD)
            return (await scene.commanded(THREAD, method, owner="bob"))["message"][:4]

        assert play(act) == "404:"


class TestByRequest:
    """Commands over HTTP, which open no connection for events."""

    def test_a_subscription_has_an_id_and_replays_nothing(self, play):
        async def act(scene):
            await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await scene.told(THREAD)
            return (await scene.commanded(THREAD, "subscription.subscribe", channels=["values"]))["result"]

        assert play(act)["replayed_events"] == 0

    @pytest.mark.parametrize(
        ("method", "params", "refused"),
        [
            ("subscription.subscribe", {"channels": []}, "invalid_argument"),
            ("subscription.subscribe", {"channels": ["zzz"]}, "invalid_argument"),
            ("subscription.unsubscribe", {"subscription_id": "x"}, "no_such_subscription"),
            ("subscription.reconnect", {"channels": ["values"], "since": 0}, "no_such_run"),
            ("input.inject", {"message": "hi"}, "unknown_command"),
            ("run.cancel", {}, "unknown_command"),
        ],
    )
    def test_the_rest_is_refused(self, play, method, params, refused):
        assert code(play(lambda scene: scene.commanded(THREAD, method, **params))) == refused


def test_a_run_does_not_wait_for_who_follows_it(play):
    async def act(scene):
        response = await scene("stream_thread_events", {"channels": ["values"]}, thread_id=THREAD)
        first = asyncio.create_task(anext(response.body.source))
        await scene.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
        await first  # read this one event only
        await scene.told(THREAD)
        status = (await scene.json("get_thread", thread_id=THREAD))["status"]
        await response.body.close()
        return status

    assert play(act) == "idle"
