"""Commands of protocol v2 and their effects."""

import asyncio

import pytest

THREAD = "00000000-0000-4000-8000-000000000001"
HI = {"messages": [{"role": "user", "content": "hi"}]}


async def interrupted_run(client, graph="hitl", text="hi"):
    """Start a run with an interrupt, wait until the thread is interrupted, and return the interrupt's id."""
    run_input = {"messages": [{"role": "user", "content": text}]}
    reply = await client.commanded(THREAD, "run.start", assistant_id=graph, input=run_input)
    (event,) = await client.thread_events(THREAD, "input")
    await client.finished({"thread_id": THREAD, "run_id": reply["result"]["run_id"]})
    return event["params"]["data"]["interrupt_id"]


async def values(client):
    return (await client.json("get_state", thread_id=THREAD))["values"]


def code(reply):
    return reply["error"]


class TestRunStart:
    def test_creates_the_thread_and_returns_the_id_of_the_run(self, run_async):
        async def scenario(client):
            reply = await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await client.thread_events(THREAD)
            run = {"thread_id": THREAD, "run_id": reply["result"]["run_id"]}
            return reply, await client.read(run), await client.json("get_thread", thread_id=THREAD)

        reply, run, thread = run_async(scenario)
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

    def test_makes_a_run_that_is_waited_for_like_any_other(self, run_async):
        async def scenario(client):
            reply = await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            run = {"thread_id": THREAD, "run_id": reply["result"]["run_id"]}
            return await client.json("join_thread_run", **run), await values(client)

        joined, stored = run_async(scenario)
        assert joined == stored

    def test_reply_has_the_number_of_the_last_event(self, run_async):
        async def scenario(client):
            replies, results = [], []
            for run in (1, 2):
                replies.append(await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI))
                results.append(await client.thread_events(THREAD, "lifecycle", runs=run))
            return [reply["meta"]["applied_through_seq"] for reply in replies], results[0][-1]["seq"]

        before, first_ended = run_async(scenario)
        assert before == [0, first_ended]

    def test_has_metadata_and_config(self, run_async):
        async def scenario(client):
            config = {"tags": ["blue"], "configurable": {"model": "fake"}}
            params = {"assistant_id": "agent", "input": HI, "metadata": {"a": 1}, "config": config}
            reply = await client.commanded(THREAD, "run.start", **params)
            await client.thread_events(THREAD)
            return await client.read({"thread_id": THREAD, "run_id": reply["result"]["run_id"]})

        run = run_async(scenario)
        assert run["metadata"]["a"] == 1
        assert run["kwargs"]["config"]["tags"] == ["blue"]
        assert run["kwargs"]["config"]["configurable"]["model"] == "fake"

    def test_input_on_an_interrupted_thread_resumes_it(self, run_async):
        async def scenario(client):
            await interrupted_run(client)
            await client.commanded(THREAD, "run.start", assistant_id="hitl", input="yes")
            await client.thread_events(THREAD, runs=2)
            return (await values(client))["messages"][-1]["content"], len((await values(client))["messages"])

        messages, count = run_async(scenario)
        assert ("yes" in messages, count) == (True, 2)

    def test_continues_from_its_checkpoint(self, run_async):
        async def scenario(client):
            await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await client.thread_events(THREAD)
            before = (await client.json("search_history", {"limit": 10}, thread_id=THREAD))[-1]
            checkpoint = {"checkpoint_id": before["checkpoint"]["checkpoint_id"]}
            params = {"assistant_id": "agent", "input": HI, "config": {"configurable": checkpoint}}
            await client.commanded(THREAD, "run.start", **params)
            await client.thread_events(THREAD, runs=2)
            return len((await values(client))["messages"])

        assert run_async(scenario) == 2

    @pytest.mark.parametrize("spelling", ["multitask_strategy", "multitaskStrategy"])
    def test_busy_thread_follows_the_strategy(self, run_async, spelling):
        async def scenario(client):
            slow = {"assistant_id": "slow", "input": {"seconds": 60}}
            await client.commanded(THREAD, "run.start", **slow)
            return await client.commanded(THREAD, "run.start", **slow, **{spelling: "reject"})

        reply = run_async(scenario)
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
    def test_error_names_the_param(self, run_async, params, named):
        reply = run_async(lambda client: client.commanded(THREAD, "run.start", **params))
        assert code(reply) == "invalid_argument"
        assert reply["message"].startswith(f"{named}: ")

    def test_unknown_assistant_creates_no_thread(self, run_async):
        async def scenario(client):
            reply = await client.commanded(THREAD, "run.start", assistant_id="nobody", input=HI)
            return code(reply), await client.json("count_threads", {})

        assert run_async(scenario) == ("unknown_error", 0)

    def test_on_another_owner_s_thread_finds_none(self, run_async):
        async def scenario(client):
            await client.thread(thread_id=THREAD)
            reply = await client.commanded(THREAD, "run.start", assistant_id="agent", owner="bob")
            return code(reply), reply["message"][:4], await client.json("list_thread_runs", thread_id=THREAD)

        assert run_async(scenario) == ("unknown_error", "404:", [])


class TestInputRespond:
    def test_response_continues_the_run(self, run_async):
        async def scenario(client):
            interrupt_id = await interrupted_run(client)
            reply = await client.commanded(THREAD, "input.respond", interrupt_id=interrupt_id, response="yes")
            await client.thread_events(THREAD, runs=2)
            return reply["result"], (await values(client))["messages"][-1]["content"]

        result, messages = run_async(scenario)
        assert result == {}
        assert "yes" in messages

    def test_responds_to_several_interrupts_at_once(self, run_async):
        async def scenario(client):
            interrupt_id = await interrupted_run(client, "agent", "ask me")
            responses = [{"interrupt_id": interrupt_id, "response": "red", "namespace": []}]
            await client.commanded(THREAD, "input.respond", responses=responses)
            await client.thread_events(THREAD, runs=2)
            return (await values(client))["messages"][-1]["content"][0]["text"]

        assert run_async(scenario) == 'You chose "red"'

    def test_a_second_response_is_rejected(self, run_async):
        async def scenario(client):
            response = {"interrupt_id": await interrupted_run(client), "response": "yes"}
            await client.commanded(THREAD, "input.respond", **response)
            await client.thread_events(THREAD, runs=2)
            return code(await client.commanded(THREAD, "input.respond", **response))

        assert run_async(scenario) == "no_such_interrupt"

    def test_response_before_the_end_of_the_interrupted_run_is_accepted(self, run_async):
        async def scenario(client):
            await client.commanded(THREAD, "run.start", assistant_id="hitl", input=HI)
            body = {"channels": ["input"]}
            response = await client("stream_thread_events", body, thread_id=THREAD)
            event = await anext(response.body.source)
            await response.body.close()
            interrupt_id = event.data.split(b'"interrupt_id":"')[1].split(b'"')[0].decode()
            status = (await client.json("get_thread", thread_id=THREAD))["status"]
            reply = await client.commanded(THREAD, "input.respond", interrupt_id=interrupt_id, response=1)
            return status, reply["type"]

        assert run_async(scenario) == ("busy", "success")

    def test_response_without_interrupt_is_no_such_run(self, run_async):
        reply = run_async(
            lambda client: client.commanded(THREAD, "input.respond", interrupt_id="x", response=1)
        )
        assert code(reply) == "no_such_run"

    def test_another_owners_interrupts_do_not_exist(self, run_async):
        async def scenario(client):
            interrupt_id = await interrupted_run(client)
            params = {"interrupt_id": interrupt_id, "response": "yes", "owner": "bob"}
            return code(await client.commanded(THREAD, "input.respond", **params))

        assert run_async(scenario) == "no_such_run"

    @pytest.mark.parametrize(
        ("params", "named"),
        [
            ({}, "params.responses.0.interrupt_id"),
            ({"responses": []}, "params.responses"),
            ({"interrupt_id": "x", "namespace": "y"}, "params.responses.0.namespace"),
            ({"interrupt_id": "x", "goto": {"input": 1}}, "params.goto"),
        ],
    )
    def test_error_names_the_param(self, run_async, params, named):
        reply = run_async(lambda client: client.commanded(THREAD, "input.respond", **params))
        assert code(reply) == "invalid_argument"
        assert reply["message"].startswith(named)


class TestTheTree:
    def test_has_the_graphs_of_the_last_run(self, run_async):
        async def scenario(client):
            await client.commanded(THREAD, "run.start", assistant_id="nested", input=HI)
            await client.thread_events(THREAD)
            return (await client.commanded(THREAD, "agent.getTree"))["result"]["tree"]

        tree = run_async(scenario)
        (child,) = tree["children"]
        assert (tree["namespace"], tree["graph_name"], tree["status"]) == ([], "nested", "completed")
        assert (child["graph_name"], child["status"], len(child["namespace"])) == ("child", "completed", 1)

    @pytest.mark.parametrize("owner", ["alice", "bob"])
    def test_is_empty_without_a_run_of_the_owner(self, run_async, owner):
        async def scenario(client):
            await client.thread(thread_id=THREAD)
            if owner == "bob":
                await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
                await client.thread_events(THREAD)
            return code(await client.commanded(THREAD, "agent.getTree", owner=owner))

        assert run_async(scenario) == "no_such_run"


class TestStates:
    def commanded(self, run_async, method, **params):
        async def scenario(client):
            await client.commanded(THREAD, "run.start", assistant_id="nested", input=HI)
            await client.thread_events(THREAD)
            return await client.commanded(THREAD, method, **params)

        return run_async(scenario)["result"]

    def test_the_latest_state_is_returned(self, run_async):
        state = self.commanded(run_async, "state.get", namespace=[])
        assert [message["type"] for message in state["values"]["messages"]] == ["human", "ai", "ai"]
        assert state["checkpoint"]["ns"] == ""

    def test_only_requested_keys_are_returned(self, run_async):
        assert self.commanded(run_async, "state.get", namespace=[], keys=["zzz"])["values"] == {}

    def test_the_checkpoints_are_listed_newest_first(self, run_async):
        checkpoints = self.commanded(run_async, "state.listCheckpoints", limit=100)["checkpoints"]
        assert [each["step"] for each in checkpoints] == [2, 1, 0, -1]

    def test_a_fork_continues_from_a_checkpoint(self, run_async):
        async def scenario(client):
            await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await client.thread_events(THREAD)
            listed = await client.commanded(THREAD, "state.listCheckpoints", limit=100)
            oldest = listed["result"]["checkpoints"][-1]["id"]
            reply = await client.commanded(THREAD, "state.fork", checkpoint_id=oldest, input=HI)
            await client.thread_events(THREAD, runs=2)
            return reply["result"]["thread_id"], len((await values(client))["messages"])

        assert run_async(scenario) == (THREAD, 2)

    def test_a_fork_from_an_unknown_checkpoint_is_rejected(self, run_async):
        async def scenario(client):
            await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await client.thread_events(THREAD)
            return code(await client.commanded(THREAD, "state.fork", checkpoint_id=THREAD))

        assert run_async(scenario) == "no_such_checkpoint"

    @pytest.mark.parametrize("method", ["state.get", "state.listCheckpoints"])
    def test_other_owners_thread_has_none(self, run_async, method):
        async def scenario(client):
            await client.thread(thread_id=THREAD)
            return (await client.commanded(THREAD, method, owner="bob"))["message"][:4]

        assert run_async(scenario) == "404:"


class TestByRequest:
    """Commands over HTTP, which open no connection for events."""

    def test_a_subscription_has_an_id_and_replays_nothing(self, run_async):
        async def scenario(client):
            await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
            await client.thread_events(THREAD)
            return (await client.commanded(THREAD, "subscription.subscribe", channels=["values"]))["result"]

        assert run_async(scenario)["replayed_events"] == 0

    @pytest.mark.parametrize(
        ("method", "params", "error_code"),
        [
            ("subscription.subscribe", {"channels": []}, "invalid_argument"),
            ("subscription.subscribe", {"channels": ["zzz"]}, "invalid_argument"),
            ("subscription.unsubscribe", {"subscription_id": "x"}, "no_such_subscription"),
            ("subscription.reconnect", {"channels": ["values"], "since": 0}, "no_such_run"),
            ("input.inject", {"message": "hi"}, "unknown_command"),
            ("run.cancel", {}, "unknown_command"),
        ],
    )
    def test_invalid_commands_are_rejected(self, run_async, method, params, error_code):
        assert code(run_async(lambda client: client.commanded(THREAD, method, **params))) == error_code


def test_a_run_does_not_wait_for_its_readers(run_async):
    async def scenario(client):
        response = await client("stream_thread_events", {"channels": ["values"]}, thread_id=THREAD)
        first = asyncio.create_task(anext(response.body.source))
        await client.commanded(THREAD, "run.start", assistant_id="agent", input=HI)
        await first  # read this one event only
        await client.thread_events(THREAD)
        status = (await client.json("get_thread", thread_id=THREAD))["status"]
        await response.body.close()
        return status

    assert run_async(scenario) == "idle"
