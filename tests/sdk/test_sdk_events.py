"""Protocol v2 in the official SDK: over HTTP with event streams, and over one WebSocket."""

import asyncio

import pytest
from langgraph_sdk import get_client, get_sync_client

from patience import PATIENCE

HI = {"messages": [{"role": "user", "content": "hi"}]}

pytestmark = pytest.mark.parametrize("transport", ["sse", "websocket"])


@pytest.fixture
def talk(url, transport):
    """Return a function that passes a thread's stream to an async function and returns its result."""

    def talk(act, graph="agent", thread_id=None):
        async def main():
            async with asyncio.timeout(PATIENCE), get_client(url=url) as client:
                stream = client.threads.stream(thread_id, assistant_id=graph, transport=transport)
                async with stream as thread:
                    return await act(thread)

        return asyncio.run(main())

    return talk


def test_a_message_is_told_word_by_word(talk):
    async def act(thread):
        await thread.run.start(input=HI)
        reading = [asyncio.create_task(words(message)) async for message in thread.messages]
        return await asyncio.gather(*reading)

    async def words(message):
        return [word async for word in message.text]

    (told,) = talk(act)
    assert told[:4] == ["Echo", " of", " turn", " 1:"]


def test_values_are_told_as_they_change_and_the_last_are_the_output(talk):
    async def act(thread):
        await thread.run.start(input=HI)
        return [len(values.get("messages", [])) async for values in thread.values], await thread.output

    counts, output = talk(act)
    assert sorted(set(counts) - {0}) == [1, 2]
    assert [message["type"] for message in output["messages"]] == ["human", "ai"]


def test_a_question_is_answered_and_the_run_goes_on(talk):
    async def act(thread):
        await thread.run.start(input=HI)
        async for _ in thread.values:
            pass
        asked = list(thread.interrupts)
        await thread.run.respond("yes")
        return asked, await thread.output

    (asked,), output = talk(act, "hitl")
    assert asked["namespace"] == []
    assert "yes" in output["messages"][-1]["content"]


def test_a_subgraph_has_messages_of_its_own(talk):
    async def act(thread):
        await thread.run.start(input=HI)
        (child,) = [child async for child in thread.subgraphs]
        (message,) = [message async for message in child.messages]
        return child.graph_name, await message.text

    name, said = talk(act, "nested")
    assert name == "child"
    assert said.startswith("Hello from the child")


def test_events_are_told_as_they_are(talk):
    async def act(thread):
        await thread.run.start(input=HI)
        events = thread.subscribe(["lifecycle", "values"])
        return [event["method"] async for event in events]

    assert talk(act) == ["lifecycle", "values", "values", "lifecycle"]


def test_a_run_that_fails_says_why(talk):
    async def act(thread):
        await thread.run.start(input=HI)
        return await thread.output

    with pytest.raises(Exception, match="this graph always fails"):
        talk(act, "failing")


def test_who_comes_later_gets_the_output(talk):
    async def first(thread):
        await thread.run.start(input=HI)
        return thread.thread_id, await thread.output

    async def later(thread):
        return await thread.output

    thread_id, output = talk(first)
    assert talk(later, thread_id=thread_id) == output


def test_the_graph_of_the_assistant_is_there(talk):
    async def act(thread):
        return await thread.agent.get_tree()

    assert "agent" in {node["id"] for node in talk(act)["nodes"]}


def test_the_synchronous_client_does_the_same(url, transport):
    with (
        get_sync_client(url=url) as client,
        client.threads.stream(assistant_id="agent", transport=transport) as thread,
    ):
        thread.run.start(input=HI)
        (message,) = thread.messages
        said = message.text
        assert str(said).startswith("Echo of turn 1: you wrote 'hi'.")
        assert [each["type"] for each in thread.output["messages"]] == ["human", "ai"]
