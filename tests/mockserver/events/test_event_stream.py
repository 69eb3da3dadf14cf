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


def said(text):
    return {"messages": [{"role": "user", "content": text}]}


async def start(scene, graph="agent", text="hi", thread_id=THREAD, **params):
    result = await scene.commanded(
        thread_id, "run.start", assistant_id=graph, **{"input": said(text), **params}
    )
    return result["result"]["run_id"]


class TestARun:
    def test_begins_and_ends_with_its_lifecycle(self, play):
        async def act(scene):
            await start(scene, "agent")
            return await scene.told(THREAD, "lifecycle", "values", "messages")

        events = play(act)
        assert turns([events[0], events[-1]]) == [("running", "agent"), ("completed", "agent")]

    def test_reaches_clients_connected_before_the_thread_existed(self, play):
        async def act(scene):
            following = asyncio.create_task(scene.told(THREAD, "lifecycle"))
            await asyncio.sleep(0)
            await start(scene)
            return turns(await following)

        assert play(act) == [("running", "agent"), ("completed", "agent")]

    def test_failure_has_the_reason(self, play):
        async def act(scene):
            await start(scene, "failing")
            return data(await scene.told(THREAD, "lifecycle"))[-1]

        assert play(act) == {"event": "failed", "graph_name": "failing", "error": "this graph always fails"}

    def test_cancelled_run_is_interrupted(self, play):
        assert self.cancelled(play, "interrupt", runs=2) == [
            ("running", "slow"),
            ("interrupted", "slow"),
            ("running", "agent"),
            ("completed", "agent"),
        ]

    def test_rolled_back_run_sends_nothing(self, play):
        assert self.cancelled(play, "rollback", runs=1) == [("running", "agent"), ("completed", "agent")]

    def cancelled(self, play, action, runs):
        """Cancel a run, start another one, and return the turns of the thread."""

        async def act(scene):
            run = {"run_id": await start(scene, "slow", input={"seconds": 60}), "thread_id": THREAD}
            await scene.running(run)
            await scene.json("cancel_thread_run", None, query={"action": action, "wait": True}, **run)
            await start(scene)
            return turns(await scene.told(THREAD, "lifecycle", runs=runs))

        return play(act)

    def test_runs_of_other_endpoints_send_events(self, play):
        async def act(scene):
            thread_id = await scene.thread(thread_id=THREAD)
            await scene.finished(await scene.started(thread_id, "hitl", stream_resumable=True))
            return await scene.told(THREAD, "lifecycle", "values", "input")

        events = play(act)
        assert [event["method"] for event in events] == [
            "lifecycle",
            "values",
            "input.requested",
            "lifecycle",
        ]
        assert turns([events[0], events[-1]]) == [("running", "hitl"), ("interrupted", "hitl")]


class TestAMessage:
    def parts(self, play, text):
        async def act(scene):
            await start(scene, text=text)
            return data(await scene.told(THREAD, "messages"))

        return play(act)

    def test_message_is_sent_in_pieces(self, play):
        first, block, *deltas, whole, last = self.parts(play, "hi")
        assert (first["event"], first["role"], block["event"]) == (
            "message-start",
            "ai",
            "content-block-start",
        )
        assert {delta["event"] for delta in deltas} == {"content-block-delta"}
        text = "".join(delta["delta"]["text"] for delta in deltas)
        assert whole == {
            "event": "content-block-finish",
            "index": 0,
            "content": {"type": "text", "text": text},
        }
        assert last == {"event": "message-finish"}

    def test_has_a_block_for_each_call_of_a_tool(self, play):
        finished = [
            part["content"] for part in self.parts(play, "tool") if part["event"] == "content-block-finish"
        ]
        calls = [content for content in finished if content["type"] == "tool_call"]
        assert [(request["name"], request["args"]) for request in calls] == [
            ("get_weather", {"city": "Paris"})
        ]

    def test_has_the_id_that_it_has_in_the_state(self, play):
        async def act(scene):
            await start(scene)
            begun = data(await scene.told(THREAD, "messages"))[0]["id"]
            state = await scene.json("get_state", thread_id=THREAD)
            return begun, state["values"]["messages"][-1]["id"]

        begun, kept = play(act)
        assert begun == kept


def test_interrupt_is_sent_before_the_run_is_interrupted(play):
    async def act(scene):
        await start(scene, "hitl")
        return await scene.told(THREAD, "lifecycle", "values", "input")

    events = play(act)
    assert [event["method"] for event in events] == ["lifecycle", "values", "input.requested", "lifecycle"]
    assert events[2]["params"]["data"]["payload"] == {"question": "Shall I go on?"}
    assert turns(events[-1:]) == [("interrupted", "hitl")]


class TestWhatTheBuiltInGraphsShow:
    """Events of the built-in graphs, whose stream transformers serve `useToolCalls` and `useExtension`."""

    def test_a_tool_that_is_called_and_its_result(self, play):
        async def act(scene):
            await start(scene, text="tool")
            return await scene.told(THREAD, "tools", "messages")

        events = play(act)
        begun, done = [event["params"]["data"] for event in events if event["method"] == "tools"]
        assert (begun["event"], begun["tool_name"], begun["input"]) == (
            "tool-started",
            "get_weather",
            {"city": "Paris"},
        )
        assert (done["event"], done["output"]["content"]) == ("tool-finished", "It is sunny in Paris.")
        assert begun["tool_call_id"] == done["tool_call_id"]
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
    def test_progress_by_its_name_and_as_it_was_written(self, play, channel, shown):
        async def act(scene):
            await start(scene, "slow", input={"seconds": 0, "steps": 1})
            return await scene.told(THREAD, channel)

        assert data(play(act)) == shown

    def test_the_same_as_ever_in_the_stream_modes(self, play):
        async def act(scene):
            asked = {"assistant_id": "slow", "input": {"seconds": 0, "steps": 1}, "stream_mode": "custom"}
            return await scene.events("stream_thread_run", asked, thread_id=await scene.thread())

        assert play(act)[1:] == [("custom", {"done": 1, "steps": 1})]


class TestSubgraphs:
    def told(self, play, **asked):
        async def act(scene):
            await start(scene, "nested")
            events = await scene.told(THREAD, "values", "lifecycle", **asked)
            return [(event["method"], len(event["params"]["namespace"])) for event in events], events

        return play(act)

    def test_have_a_namespace_and_a_lifecycle(self, play):
        _, events = self.told(play)
        inner = [event for event in events if event["params"]["namespace"]]
        assert all(event["params"]["namespace"][0].startswith("child:") for event in inner)
        assert turns([event for event in inner if event["method"] == "lifecycle"]) == [
            ("started", "child"),
            ("completed", "child"),
        ]

    @pytest.mark.parametrize("asked", [{}, {"namespaces": []}, {"namespaces": [[]]}, {"depth": 0}])
    def test_subgraphs_are_included_without_namespace_and_depth(self, play, asked):
        told, _ = self.told(play, **asked)
        assert {depth for _, depth in told} == {0, 1}

    def test_are_left_out_below_the_depth(self, play):
        told, _ = self.told(play, namespaces=[[]], depth=0)
        assert {depth for _, depth in told} == {0}


class TestNumbers:
    def test_rise_by_one_over_all_that_happens(self, play):
        async def act(scene):
            await start(scene)
            await start(scene)
            channels = ("values", "messages", "tools", "updates", "custom", "tasks", "input", "lifecycle")
            return [event["seq"] for event in await scene.told(THREAD, *channels, runs=2)]

        seqs = play(act)
        assert seqs == list(range(1, len(seqs) + 1))

    def test_and_ids_are_the_same_for_who_wants_less_or_comes_later(self, play):
        async def act(scene):
            await start(scene)
            everything = await scene.told(THREAD, "values", "messages", "lifecycle")
            return everything, await scene.told(THREAD, "values")

        everything, values = play(act)
        same = [event for event in everything if event["method"] == "values"]
        assert values == same
        assert len({event["event_id"] for event in everything}) == len(everything)

    def test_since_skips_earlier_events(self, play):
        async def act(scene):
            await start(scene)
            everything = await scene.told(THREAD, "values", "messages", "lifecycle")
            return everything, await scene.told(THREAD, "values", "messages", "lifecycle", since=7)

        everything, later = play(act)
        assert later == everything[7:]

    def test_the_same_seed_and_commands_give_the_same_events(self, play):
        async def act(scene):
            await start(scene, text="tool")
            return await scene.told(THREAD, "values", "messages", "lifecycle")

        first, again = play(act, seed=3, pace=0), play(act, seed=3, pace=0)
        assert first == again


class TestAnotherOwner:
    def test_receives_no_events_of_the_thread(self, play):
        async def act(scene):
            await start(scene)
            await scene.told(THREAD, "lifecycle")
            body = {"channels": ["lifecycle"]}
            response = await scene("stream_thread_events", body, thread_id=THREAD, owner="bob")
            bobs = asyncio.create_task(anext(response.body.source))
            await start(scene)
            await scene.told(THREAD, "lifecycle", runs=2)
            told = bobs.done()
            bobs.cancel()
            return told

        assert play(act) is False


class TestAnEvent:
    def test_is_named_by_its_method_and_numbered_by_its_id(self, play):
        async def act(scene):
            await start(scene)
            response = await scene("stream_thread_events", {"channels": ["values"]}, thread_id=THREAD)
            async with aclosing(response.body.source) as source:
                return await anext(source)

        sent = play(act)
        written = orjson.loads(sent.data)
        assert (sent.name, sent.id) == (written["method"], str(written["seq"]))


def test_deleted_thread_ends_its_streams(play):
    async def act(scene):
        thread_id = await scene.thread(thread_id=THREAD)
        response = await scene("stream_thread_events", {"channels": ["lifecycle"]}, thread_id=thread_id)
        reading = asyncio.create_task(anext(response.body.source, "over"))
        await asyncio.sleep(0)
        await scene("delete_thread", None, thread_id=thread_id)
        return await reading

    assert play(act) == "over"


def test_stream_of_a_missing_thread_leaves_nothing_behind(play):
    async def act(scene):
        response = await scene("stream_thread_events", {"channels": ["values"]}, thread_id=THREAD)
        reading = asyncio.create_task(anext(response.body.source))
        await asyncio.sleep(0)
        remembered = THREAD in scene.world.logs._threads
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        return remembered, THREAD in scene.world.logs._threads

    assert play(act) == (True, False)
