"""Protocol v2 in the official SDK: over HTTP with event streams, and over one WebSocket."""

import asyncio

import pytest
from langgraph_sdk import get_client, get_sync_client

from patience import PATIENCE

HI = {"messages": [{"role": "user", "content": "hi"}]}

pytestmark = pytest.mark.parametrize("transport", ["sse", "websocket"])


@pytest.fixture
def run_thread(url, transport):
    """Return a function that passes a thread's stream to an async function and returns its result."""

    def run_thread(scenario, graph="agent", thread_id=None):
        async def main():
            async with asyncio.timeout(PATIENCE), get_client(url=url) as client:
                stream = client.threads.stream(thread_id, assistant_id=graph, transport=transport)
                async with stream as thread:
                    return await scenario(thread)

        return asyncio.run(main())

    return run_thread


def test_a_message_is_streamed_word_by_word(run_thread):
    async def scenario(thread):
        await thread.run.start(input=HI)
        reading = [asyncio.create_task(read_words(message)) async for message in thread.messages]
        return await asyncio.gather(*reading)

    async def read_words(message):
        return [word async for word in message.text]

    (texts,) = run_thread(scenario)
    assert texts[:4] == ["Echo", " of", " turn", " 1:"]


def test_values_are_streamed_and_the_last_are_the_output(run_thread):
    async def scenario(thread):
        await thread.run.start(input=HI)
        return [len(values.get("messages", [])) async for values in thread.values], await thread.output

    counts, output = run_thread(scenario)
    assert sorted(set(counts) - {0}) == [1, 2]
    assert [message["type"] for message in output["messages"]] == ["human", "ai"]


def test_an_interrupt_is_resumed_and_the_run_continues(run_thread):
    async def scenario(thread):
        await thread.run.start(input=HI)
        async for _ in thread.values:
            pass
        interrupts = list(thread.interrupts)
        await thread.run.respond("yes")
        return interrupts, await thread.output

    (interrupts,), output = run_thread(scenario, "hitl")
    assert interrupts["namespace"] == []
    assert "yes" in output["messages"][-1]["content"]


def test_a_subgraph_has_its_messages(run_thread):
    async def scenario(thread):
        await thread.run.start(input=HI)
        (child,) = [child async for child in thread.subgraphs]
        (message,) = [message async for message in child.messages]
        return child.graph_name, await message.text

    name, text = run_thread(scenario, "nested")
    assert name == "child"
    assert text.startswith("Hello from the child")


def test_events_are_passed_on_unchanged(run_thread):
    async def scenario(thread):
        await thread.run.start(input=HI)
        events = thread.subscribe(["lifecycle", "values"])
        return [event["method"] async for event in events]

    assert run_thread(scenario) == ["lifecycle", "values", "values", "lifecycle"]


def test_a_failed_run_has_its_error(run_thread):
    async def scenario(thread):
        await thread.run.start(input=HI)
        return await thread.output

    with pytest.raises(Exception, match="this graph always fails"):
        run_thread(scenario, "failing")


def test_a_later_reader_gets_the_output(run_thread):
    async def first(thread):
        await thread.run.start(input=HI)
        return thread.thread_id, await thread.output

    async def later(thread):
        return await thread.output

    thread_id, output = run_thread(first)
    assert run_thread(later, thread_id=thread_id) == output


def test_the_graph_of_the_assistant_is_readable(run_thread):
    async def scenario(thread):
        return await thread.agent.get_tree()

    assert "agent" in {node["id"] for node in run_thread(scenario)["nodes"]}


def test_the_synchronous_client_does_the_same(url, transport):
    with (
        get_sync_client(url=url) as client,
        client.threads.stream(assistant_id="agent", transport=transport) as thread,
    ):
        thread.run.start(input=HI)
        (message,) = thread.messages
        text = message.text
        assert str(text).startswith("Echo of turn 1: you wrote 'hi'.")
        assert [each["type"] for each in thread.output["messages"]] == ["human", "ai"]
