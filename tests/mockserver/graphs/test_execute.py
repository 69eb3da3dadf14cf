"""Execution of runs: requests reach their graphs, and streamed values become events."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda
from langgraph.config import get_config, get_store, get_stream_writer
from langgraph.graph import START, StateGraph
from langgraph.runtime import get_runtime
from typing_extensions import TypedDict

MODES = ["values", "updates", "messages", "custom", "debug", "checkpoints", "tasks", "events"]


class State(TypedDict, total=False):
    text: Any


@dataclass
class Context:
    language: str = "en"


def one_node(node, **words):
    return StateGraph(State, **words).add_node("node", node).add_edge(START, "node").compile(name="mine")


def streamed(play, node, schema=None, **body):
    """Return the events of a run of a graph with this node."""
    graph = one_node(node, **({"context_schema": schema} if schema else {}))

    async def act(scene):
        asked = {"assistant_id": "mine", "input": {"text": "hi"}, **body}
        return await scene.events("stream_thread_run", asked, thread_id=await scene.thread())

    return play(act, graphs={"mine": graph})


def seen_by_the_graph(play, look, schema=None, **body):
    """Return the value of `look()` inside a node of the graph."""
    found = []
    events = streamed(play, lambda _: found.append(look()) or {"text": "done"}, schema, **body)
    assert events[-1] == ("values", {"text": "done"})
    return found[0]


class TestTheGraphSees:
    def test_which_run_it_is_in(self, play):
        config = seen_by_the_graph(play, get_config)
        assert config["configurable"]["graph_id"] == "mine"
        assert config["configurable"]["run_id"] == config["metadata"]["run_id"]
        assert config["metadata"]["run_attempt"] == 1

    @pytest.mark.parametrize("field", ["context", "config"])
    def test_its_context_however_it_is_given(self, play, field):
        given = {"context": {"language": "de"}, "config": {"configurable": {"language": "de"}}}
        body = {field: given[field]}
        assert seen_by_the_graph(play, get_runtime, Context, **body).context == Context("de")
        assert seen_by_the_graph(play, get_config, Context, **body)["configurable"]["language"] == "de"

    def test_unknown_context_is_omitted(self, play):
        context = {"language": "de", "colour": "red"}
        assert seen_by_the_graph(play, get_runtime, Context, context=context).context == Context("de")
        assert "colour" not in seen_by_the_graph(play, get_config, Context, context=context)["configurable"]

    def test_context_without_schema_is_complete(self, play):
        context = {"language": "de", "colour": "red"}
        assert seen_by_the_graph(play, get_runtime, context=context).context == context

    def test_run_and_thread_ids_are_the_servers(self, play):
        lies = {"thread_id": "a", "run_id": "b", "graph_id": "c", "assistant_id": "d"}
        configurable = seen_by_the_graph(play, get_config, config={"configurable": lies})["configurable"]
        assert not lies.items() & configurable.items()

    def test_its_recursion_limit(self, play):
        assert seen_by_the_graph(play, get_config, config={"recursion_limit": 7})["recursion_limit"] == 7

    def test_the_store_of_its_owner(self, play):
        async def keep(state):
            await get_store().aput(("mine",), "key", {"text": state["text"]})
            return state

        async def act(scene):
            body = {"assistant_id": "mine", "input": {"text": "hi"}}
            await scene.json("wait_run", body)
            assert scene.world.stores.of("alice").get(("mine",), "key").value == {"text": "hi"}

        play(act, graphs={"mine": one_node(keep)})


class TestEvents:
    @pytest.mark.parametrize("mode", MODES)
    def test_carry_whatever_a_graph_gives(self, play, mode):
        def odd(_):
            get_stream_writer()({"it": {object: 2**70, "text": "\ud800"}})
            return {"text": {1, 2}}

        events = streamed(play, odd, stream_mode=mode)
        assert events[0][0] == "metadata"
        assert "error" not in dict(events)

    def test_hidden_parts_are_omitted(self, play):
        async def hides(state):
            quiet = RunnableLambda(lambda _: "told").with_config(tags=["langsmith:hidden"], run_name="quiet")
            return {"text": await quiet.ainvoke(state)}

        names = {
            data["name"] for name, data in streamed(play, hides, stream_mode="events") if name == "events"
        }
        assert names == {"mine", "node"}

    def test_come_when_they_happen(self, play):
        go_on = asyncio.Event()

        async def waits(_):
            get_stream_writer()("first")
            await go_on.wait()
            return {"text": "second"}

        async def act(scene):
            body = {"assistant_id": "mine", "input": {"text": "hi"}, "stream_mode": ["custom", "updates"]}
            stream = (await scene("stream_thread_run", body, thread_id=await scene.thread())).body.source
            assert (await anext(stream)).name == "metadata"
            assert (await anext(stream)).name == "custom"
            go_on.set()
            assert [event.name async for event in stream] == ["updates"]

        play(act, graphs={"mine": one_node(waits)})

    def test_end_with_what_the_graph_raises(self, play):
        def fails(_):
            raise ZeroDivisionError("too small")

        assert streamed(play, fails)[-1] == ("error", {"error": "ZeroDivisionError", "message": "too small"})


def test_a_failure_that_can_not_say_what_it_is_ends_its_run_too(play):
    class Unspeakable(Exception):
        def __str__(self):
            raise ValueError("no words")

    def fails(_):
        raise Unspeakable

    assert streamed(play, fails)[-1] == ("error", {"error": "Unspeakable", "message": ""})


def test_a_run_that_is_cancelled_stops_its_nodes(play):
    stopped = []

    async def lasts(_):
        try:
            get_stream_writer()("begun")
            await asyncio.sleep(60)
        finally:
            stopped.append("here")

    async def act(scene):
        thread = await scene.thread()
        body = {"assistant_id": "mine", "input": {"text": "hi"}, "stream_mode": "custom"}
        stream = (await scene("stream_thread_run", body, thread_id=thread)).body.source
        await anext(stream)
        await anext(stream)
        (run,) = scene.world.runs.of(thread)
        await scene("cancel_thread_run", query={"wait": True}, thread_id=thread, run_id=run.run_id)
        assert stopped == ["here"]

    play(act, graphs={"mine": one_node(lasts)})


@pytest.mark.parametrize("depth", range(248, 256))
def test_a_run_that_leaves_a_deep_state_comes_to_its_end(play, depth):
    def dig(_):
        text = "bottom"
        for _ in range(depth):
            text = [text]
        return {"text": text}

    async def act(scene):
        thread = await scene.thread()
        await scene.finished(await scene.started(thread, "mine"))
        extract = {"dug": "values.text"}
        [found] = await scene.json("search_threads", {"ids": [thread], "extract": extract})
        assert found["status"] == "idle"
        assert found["extracted"]["dug"] == found["values"]["text"] != "bottom"

    play(act, graphs={"mine": one_node(dig)})
