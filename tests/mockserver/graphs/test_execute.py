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


def one_node(node, **kwargs):
    return StateGraph(State, **kwargs).add_node("node", node).add_edge(START, "node").compile(name="mine")


def streamed(run_async, node, schema=None, **body):
    """Return the events of a run of a graph with this node."""
    graph = one_node(node, **({"context_schema": schema} if schema else {}))

    async def scenario(client):
        request = {"assistant_id": "mine", "input": {"text": "hi"}, **body}
        return await client.events("stream_thread_run", request, thread_id=await client.thread())

    return run_async(scenario, graphs={"mine": graph})


def seen_by_the_graph(run_async, look, schema=None, **body):
    """Return the value of `look()` inside a node of the graph."""
    contexts = []
    events = streamed(run_async, lambda _: contexts.append(look()) or {"text": "done"}, schema, **body)
    assert events[-1] == ("values", {"text": "done"})
    return contexts[0]


class TestTheGraphSees:
    def test_which_run_it_is_in(self, run_async):
        config = seen_by_the_graph(run_async, get_config)
        assert config["configurable"]["graph_id"] == "mine"
        assert config["configurable"]["run_id"] == config["metadata"]["run_id"]
        assert config["metadata"]["run_attempt"] == 1

    @pytest.mark.parametrize("field", ["context", "config"])
    def test_its_context_however_it_is_given(self, run_async, field):
        config_and_context = {"context": {"language": "de"}, "config": {"configurable": {"language": "de"}}}
        body = {field: config_and_context[field]}
        assert seen_by_the_graph(run_async, get_runtime, Context, **body).context == Context("de")
        assert seen_by_the_graph(run_async, get_config, Context, **body)["configurable"]["language"] == "de"

    def test_unknown_context_is_omitted(self, run_async):
        context = {"language": "de", "colour": "red"}
        assert seen_by_the_graph(run_async, get_runtime, Context, context=context).context == Context("de")
        assert (
            "colour" not in seen_by_the_graph(run_async, get_config, Context, context=context)["configurable"]
        )

    def test_context_without_schema_is_complete(self, run_async):
        context = {"language": "de", "colour": "red"}
        assert seen_by_the_graph(run_async, get_runtime, context=context).context == context

    def test_run_and_thread_ids_are_the_servers(self, run_async):
        lies = {"thread_id": "a", "run_id": "b", "graph_id": "c", "assistant_id": "d"}
        configurable = seen_by_the_graph(run_async, get_config, config={"configurable": lies})["configurable"]
        assert not lies.items() & configurable.items()

    def test_its_recursion_limit(self, run_async):
        assert seen_by_the_graph(run_async, get_config, config={"recursion_limit": 7})["recursion_limit"] == 7

    def test_the_store_of_its_owner(self, run_async):
        async def keep(state):
            await get_store().aput(("mine",), "key", {"text": state["text"]})
            return state

        async def scenario(client):
            body = {"assistant_id": "mine", "input": {"text": "hi"}}
            await client.json("wait_run", body)
            assert client.world.stores.of("alice").get(("mine",), "key").value == {"text": "hi"}

        run_async(scenario, graphs={"mine": one_node(keep)})


class TestEvents:
    @pytest.mark.parametrize("mode", MODES)
    def test_carry_any_value_of_a_graph(self, run_async, mode):
        def odd(_):
            get_stream_writer()({"it": {object: 2**70, "text": "\ud800"}})
            return {"text": {1, 2}}

        events = streamed(run_async, odd, stream_mode=mode)
        assert events[0][0] == "metadata"
        assert "error" not in dict(events)

    def test_hidden_parts_are_omitted(self, run_async):
        async def hides(state):
            quiet = RunnableLambda(lambda _: "told").with_config(tags=["langsmith:hidden"], run_name="quiet")
            return {"text": await quiet.ainvoke(state)}

        names = {
            data["name"]
            for name, data in streamed(run_async, hides, stream_mode="events")
            if name == "events"
        }
        assert names == {"mine", "node"}

    def test_are_sent_at_once(self, run_async):
        go_on = asyncio.Event()

        async def waits(_):
            get_stream_writer()("first")
            await go_on.wait()
            return {"text": "second"}

        async def scenario(client):
            body = {"assistant_id": "mine", "input": {"text": "hi"}, "stream_mode": ["custom", "updates"]}
            stream = (await client("stream_thread_run", body, thread_id=await client.thread())).body.source
            assert (await anext(stream)).name == "metadata"
            assert (await anext(stream)).name == "custom"
            go_on.set()
            assert [event.name async for event in stream] == ["updates"]

        run_async(scenario, graphs={"mine": one_node(waits)})

    def test_end_with_the_error_of_the_graph(self, run_async):
        def fails(_):
            raise ZeroDivisionError("too small")

        assert streamed(run_async, fails)[-1] == (
            "error",
            {"error": "ZeroDivisionError", "message": "too small"},
        )


def test_an_error_without_a_text_ends_its_run(run_async):
    class Unspeakable(Exception):
        def __str__(self):
            raise ValueError("no words")

    def fails(_):
        raise Unspeakable

    assert streamed(run_async, fails)[-1] == ("error", {"error": "Unspeakable", "message": ""})


def test_a_run_that_is_cancelled_stops_its_nodes(run_async):
    stopped = []

    async def lasts(_):
        try:
            get_stream_writer()("begun")
            await asyncio.sleep(60)
        finally:
            stopped.append("here")

    async def scenario(client):
        thread = await client.thread()
        body = {"assistant_id": "mine", "input": {"text": "hi"}, "stream_mode": "custom"}
        stream = (await client("stream_thread_run", body, thread_id=thread)).body.source
        await anext(stream)
        await anext(stream)
        (run,) = client.world.runs.of(thread)
        await client("cancel_thread_run", query={"wait": True}, thread_id=thread, run_id=run.run_id)
        assert stopped == ["here"]

    run_async(scenario, graphs={"mine": one_node(lasts)})


@pytest.mark.parametrize("depth", range(248, 256))
def test_a_run_with_a_deep_state_ends(run_async, depth):
    def dig(_):
        text = "bottom"
        for _ in range(depth):
            text = [text]
        return {"text": text}

    async def scenario(client):
        thread = await client.thread()
        await client.finished(await client.started(thread, "mine"))
        extract = {"dug": "values.text"}
        [thread_found] = await client.json("search_threads", {"ids": [thread], "extract": extract})
        assert thread_found["status"] == "idle"
        assert thread_found["extracted"]["dug"] == thread_found["values"]["text"] != "bottom"

    run_async(scenario, graphs={"mine": one_node(dig)})
