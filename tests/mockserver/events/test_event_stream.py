"""Events of protocol v2, as clients that follow a thread receive them."""

import asyncio
from contextlib import aclosing

import orjson
import pytest

THREAD = "00000000-0000-4000-8000-000000000001"


def data(events):
    return [event["params"]["data"] for event in events]


def turns(events):
    """Return the status and the graph's name of each `lifecycle` event."""
    return [(each["event"], each["graph_name"]) for each in data(events)]


def user_input(text):
    return {"messages": [{"role": "user", "content": text}]}


async def start(client, graph="agent", text="hi", thread_id=THREAD, **params):
    result = await client.commanded(
        thread_id, "run.start", assistant_id=graph, **{"input": user_input(text), **params}
    )
    return result["result"]["run_id"]


class TestARun:
    def test_begins_and_ends_with_its_lifecycle(self, run_async):
        async def scenario(client):
            await start(client, "agent")
            return await client.thread_events(THREAD, "lifecycle", "values", "messages")

        events = run_async(scenario)
        assert turns([events[0], events[-1]]) == [("running", "agent"), ("completed", "agent")]

    def test_reaches_clients_connected_before_the_thread_existed(self, run_async):
        async def scenario(client):
            following = asyncio.create_task(client.thread_events(THREAD, "lifecycle"))
            await asyncio.sleep(0)
            await start(client)
            return turns(await following)

        assert run_async(scenario) == [("running", "agent"), ("completed", "agent")]

    def test_failure_has_the_reason(self, run_async):
        async def scenario(client):
            await start(client, "failing")
            return data(await client.thread_events(THREAD, "lifecycle"))[-1]

        assert run_async(scenario) == {
            "event": "failed",
            "graph_name": "failing",
            "error": "this graph always fails",
        }

    def test_cancelled_run_is_interrupted(self, run_async):
        assert self.cancelled(run_async, "interrupt", runs=2) == [
            ("running", "slow"),
            ("interrupted", "slow"),
            ("running", "agent"),
            ("completed", "agent"),
        ]

    def test_rolled_back_run_sends_nothing(self, run_async):
        assert self.cancelled(run_async, "rollback", runs=1) == [("running", "agent"), ("completed", "agent")]

    def cancelled(self, run_async, action, runs):
        """Cancel a run, start another one, and return the turns of the thread."""

        async def scenario(client):
            run = {"run_id": await start(client, "slow", input={"seconds": 60}), "thread_id": THREAD}
            await client.running(run)
            await client.json("cancel_thread_run", None, query={"action": action, "wait": True}, **run)
            await start(client)
            return turns(await client.thread_events(THREAD, "lifecycle", runs=runs))

        return run_async(scenario)

    def test_runs_of_other_endpoints_send_events(self, run_async):
        async def scenario(client):
            thread_id = await client.thread(thread_id=THREAD)
            await client.finished(await client.started(thread_id, "hitl", stream_resumable=True))
            return await client.thread_events(THREAD, "lifecycle", "values", "input")

        events = run_async(scenario)
        assert [event["method"] for event in events] == [
            "lifecycle",
            "values",
            "input.requested",
            "lifecycle",
        ]
        assert turns([events[0], events[-1]]) == [("running", "hitl"), ("interrupted", "hitl")]


class TestAMessage:
    def parts(self, run_async, text):
        async def scenario(client):
            await start(client, text=text)
            return data(await client.thread_events(THREAD, "messages"))

        return run_async(scenario)

    def test_message_is_sent_in_pieces(self, run_async):
        first, block, *deltas, block_finish, last = self.parts(run_async, "hi")
        assert (first["event"], first["role"], block["event"]) == (
            "message-start",
            "ai",
            "content-block-start",
        )
        assert {delta["event"] for delta in deltas} == {"content-block-delta"}
        text = "".join(delta["delta"]["text"] for delta in deltas)
        assert block_finish == {
            "event": "content-block-finish",
            "index": 0,
            "content": {"type": "text", "text": text},
        }
        assert last == {"event": "message-finish"}

    def test_has_a_block_for_each_call_of_a_tool(self, run_async):
        finished = [
            part["content"]
            for part in self.parts(run_async, "tool")
            if part["event"] == "content-block-finish"
        ]
        calls = [content for content in finished if content["type"] == "tool_call"]
        assert [(request["name"], request["args"]) for request in calls] == [
            ("get_weather", {"city": "Paris"})
        ]

    def test_has_the_id_that_it_has_in_the_state(self, run_async):
        async def scenario(client):
            await start(client)
            started_id = data(await client.thread_events(THREAD, "messages"))[0]["id"]
            state = await client.json("get_state", thread_id=THREAD)
            return started_id, state["values"]["messages"][-1]["id"]

        started_id, state_id = run_async(scenario)
        assert started_id == state_id


def test_interrupt_is_sent_before_the_run_is_interrupted(run_async):
    async def scenario(client):
        await start(client, "hitl")
        return await client.thread_events(THREAD, "lifecycle", "values", "input")

    events = run_async(scenario)
    assert [event["method"] for event in events] == ["lifecycle", "values", "input.requested", "lifecycle"]
    assert events[2]["params"]["data"]["payload"] == {"question": "Shall I go on?"}
    assert turns(events[-1:]) == [("interrupted", "hitl")]


class TestBuiltInGraphs:
    """Events of the built-in graphs, whose stream transformers serve `useToolCalls` and `useExtension`."""

    def test_a_tool_that_is_called_and_its_result(self, run_async):
        async def scenario(client):
            await start(client, text="tool")
            return await client.thread_events(THREAD, "tools", "messages")

        events = run_async(scenario)
        started, done = [event["params"]["data"] for event in events if event["method"] == "tools"]
        assert (started["event"], started["tool_name"], started["input"]) == (
            "tool-started",
            "get_weather",
            {"city": "Paris"},
        )
        assert (done["event"], done["output"]["content"]) == ("tool-finished", "It is sunny in Paris.")
        assert started["tool_call_id"] == done["tool_call_id"]
        repeated = [
            each for each in events if each["params"]["namespace"] == [f"tools:{done['tool_call_id']}"]
        ]
        assert data(repeated)[2]["content"] == {"type": "text", "text": "It is sunny in Paris."}

    @pytest.mark.parametrize(
        ("channel", "shown"),
        [
            ("custom:progress", [{"name": "progress", "payload": {"done": 1, "steps": 1}}]),
            (
                "custom",
                [{"name": "progress", "payload": {"done": 1, "steps": 1}}, {"done": 1, "steps": 1}],
            ),
        ],
    )
    def test_progress_by_its_name_and_as_it_was_written(self, run_async, channel, shown):
        async def scenario(client):
            await start(client, "slow", input={"seconds": 0, "steps": 1})
            return await client.thread_events(THREAD, channel)

        assert data(run_async(scenario)) == shown

    def test_stream_modes_are_unchanged(self, run_async):
        async def scenario(client):
            body = {"assistant_id": "slow", "input": {"seconds": 0, "steps": 1}, "stream_mode": "custom"}
            return await client.events("stream_thread_run", body, thread_id=await client.thread())

        assert run_async(scenario)[1:] == [("custom", {"done": 1, "steps": 1})]


class TestSubgraphs:
    def depths(self, run_async, **options):
        async def scenario(client):
            await start(client, "nested")
            events = await client.thread_events(THREAD, "values", "lifecycle", **options)
            return [(event["method"], len(event["params"]["namespace"])) for event in events], events

        return run_async(scenario)

    def test_have_a_namespace_and_a_lifecycle(self, run_async):
        _, events = self.depths(run_async)
        inner = [event for event in events if event["params"]["namespace"]]
        assert all(event["params"]["namespace"][0].startswith("child:") for event in inner)
        assert turns([event for event in inner if event["method"] == "lifecycle"]) == [
            ("started", "child"),
            ("completed", "child"),
        ]

    @pytest.mark.parametrize("options", [{}, {"namespaces": []}, {"namespaces": [[]]}, {"depth": 0}])
    def test_subgraphs_are_included_without_namespace_and_depth(self, run_async, options):
        depths, _ = self.depths(run_async, **options)
        assert {depth for _, depth in depths} == {0, 1}

    def test_are_left_out_below_the_depth(self, run_async):
        depths, _ = self.depths(run_async, namespaces=[[]], depth=0)
        assert {depth for _, depth in depths} == {0}


class TestNumbers:
    def test_increase_by_one_across_all_events(self, run_async):
        async def scenario(client):
            await start(client)
            await start(client)
            channels = ("values", "messages", "tools", "updates", "custom", "tasks", "input", "lifecycle")
            return [event["seq"] for event in await client.thread_events(THREAD, *channels, runs=2)]

        seqs = run_async(scenario)
        assert seqs == list(range(1, len(seqs) + 1))

    def test_do_not_depend_on_channels_or_time_of_subscription(self, run_async):
        async def scenario(client):
            await start(client)
            everything = await client.thread_events(THREAD, "values", "messages", "lifecycle")
            return everything, await client.thread_events(THREAD, "values")

        everything, values = run_async(scenario)
        same = [event for event in everything if event["method"] == "values"]
        assert values == same
        assert len({event["event_id"] for event in everything}) == len(everything)

    def test_since_skips_earlier_events(self, run_async):
        async def scenario(client):
            await start(client)
            everything = await client.thread_events(THREAD, "values", "messages", "lifecycle")
            return everything, await client.thread_events(THREAD, "values", "messages", "lifecycle", since=7)

        everything, later = run_async(scenario)
        assert later == everything[7:]

    def test_the_same_seed_and_commands_give_the_same_events(self, run_async):
        async def scenario(client):
            await start(client, text="tool")
            return await client.thread_events(THREAD, "values", "messages", "lifecycle")

        first, again = run_async(scenario, seed=3, pace=0), run_async(scenario, seed=3, pace=0)
        assert first == again


class TestAnotherOwner:
    def test_receives_no_events_of_the_thread(self, run_async):
        async def scenario(client):
            await start(client)
            await client.thread_events(THREAD, "lifecycle")
            body = {"channels": ["lifecycle"]}
            response = await client("stream_thread_events", body, thread_id=THREAD, owner="bob")
            bobs = asyncio.create_task(anext(response.body.source))
            await start(client)
            await client.thread_events(THREAD, "lifecycle", runs=2)
            events = bobs.done()
            bobs.cancel()
            return events

        assert run_async(scenario) is False


class TestAnEvent:
    def test_is_named_by_its_method_and_numbered_by_its_id(self, run_async):
        async def scenario(client):
            await start(client)
            response = await client("stream_thread_events", {"channels": ["values"]}, thread_id=THREAD)
            async with aclosing(response.body.source) as source:
                return await anext(source)

        sent = run_async(scenario)
        written = orjson.loads(sent.data)
        assert (sent.name, sent.id) == (written["method"], str(written["seq"]))


def test_deleted_thread_ends_its_streams(run_async):
    async def scenario(client):
        thread_id = await client.thread(thread_id=THREAD)
        response = await client("stream_thread_events", {"channels": ["lifecycle"]}, thread_id=thread_id)
        reading = asyncio.create_task(anext(response.body.source, "over"))
        await asyncio.sleep(0)
        await client("delete_thread", None, thread_id=thread_id)
        return await reading

    assert run_async(scenario) == "over"


def test_stream_of_a_missing_thread_leaves_nothing_behind(run_async):
    async def scenario(client):
        response = await client("stream_thread_events", {"channels": ["values"]}, thread_id=THREAD)
        reading = asyncio.create_task(anext(response.body.source))
        await asyncio.sleep(0)
        remembered = THREAD in client.world.logs._threads
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        return remembered, THREAD in client.world.logs._threads

    assert run_async(scenario) == (True, False)
