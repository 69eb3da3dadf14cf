"""Tests of the built-in graphs without the mock, as any host of LangGraph graphs runs them."""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.store.memory import InMemoryStore
from langgraph.types import Command

from mockserver.built_in import GRAPH_IDS, agent, failing, hitl, nested, slow

ROOT = Path(__file__).parents[3]


@dataclass
class Chat:
    """A chat with a graph in one thread."""

    graph: object
    store: InMemoryStore | None = field(default_factory=InMemoryStore)
    saver: InMemorySaver = field(default_factory=InMemorySaver)
    streamed: list = field(default_factory=list)

    def __call__(self, graph_input, **kwargs):
        """Run the graph, and return all messages of the final state."""
        return asyncio.run(self._run(graph_input, kwargs))

    def send(self, content, **kwargs):
        number = len(self.streamed)
        return self({"messages": [HumanMessage(content, id=f"human-{number}")]}, **kwargs)

    def resume(self, response):
        return self(Command(resume=response))

    async def _run(self, graph_input, kwargs):
        graph = self.graph.copy(update={"checkpointer": self.saver, "store": self.store})
        config = {"configurable": {"thread_id": "a"}}
        try:
            async for mode, data in graph.astream(
                graph_input, config, stream_mode=["messages", "custom"], subgraphs=False, **kwargs
            ):
                self.streamed.append(data[0] if mode == "messages" else data)
        finally:
            self.state = await graph.aget_state(config)
        return self.state.values.get("messages", [])

    @property
    def interrupt(self):
        [interrupt] = self.state.interrupts
        return interrupt.value


@pytest.fixture
def chat():
    return Chat(agent.built(pace=0))


def last_text(messages):
    return messages[-1].text


def test_a_message_is_echoed_with_the_numbers_of_its_turn_and_call(chat):
    fake = "This is a fake model answering word by word, call number"
    assert last_text(chat.send("hello  there")) == f"Echo of turn 1: you wrote 'hello  there'. {fake} 1."
    assert last_text(chat.send("and you?")) == f"Echo of turn 2: you wrote 'and you?'. {fake} 2."


def test_a_regenerated_reply_differs(chat):
    first = chat.send("hi")[-1]
    [_, before, *_] = chat.saver.list({"configurable": {"thread_id": "a"}})
    graph = chat.graph.copy(update={"checkpointer": chat.saver, "store": chat.store})
    again = asyncio.run(graph.ainvoke(None, before.config))["messages"]
    assert [type(message) for message in again] == [HumanMessage, AIMessage]
    assert again[-1].id != first.id
    assert again[-1].text == first.text.replace("number 1", "number 2")


def test_the_same_conversation_gets_the_same_ids():
    chats = [Chat(agent.built(pace=0)) for _ in range(2)]
    ids = [[message.id for text in ("hi", "tool") for message in one.send(text)] for one in chats]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 6


def test_without_a_store_the_replies_in_the_thread_are_counted():
    chat = Chat(agent.built(pace=0), store=None)
    chat.send("hi")
    assert "call number 2." in last_text(chat.send("hi"))


def test_streamed_pieces_add_up_to_the_state(chat):
    message = chat.send("hello\n\n  there ")[-1]
    chunks = [chunk for chunk in chat.streamed if isinstance(chunk, AIMessageChunk)]
    assert len(chunks) > 10
    assert "".join(chunk.text for chunk in chunks) == message.text
    assert {chunk.id for chunk in chunks} == {message.id}
    assert [chunk.chunk_position for chunk in chunks] == [None] * (len(chunks) - 1) + ["last"]


@pytest.mark.parametrize(
    "content", [[{"type": "text", "text": "tool"}], [{"type": "text", "text": "TOOL please"}], " tool\n"]
)
def test_tool_calls_a_tool_and_quotes_its_result(chat, content):
    _, wants, result, response = chat.send(content)
    assert wants.text == "Let me use a tool."
    [request] = wants.tool_calls
    assert (request["name"], request["args"]) == ("get_weather", {"city": "Paris"})
    assert isinstance(result, ToolMessage)
    assert result.tool_call_id == request["id"]
    assert response.text == f"The tool said: {result.text} That is all. (turn 1)"


def test_a_tool_call_is_streamed_in_pieces_as_providers_do(chat):
    [_, wants, *_] = chat.send("tool")
    pieces = [piece for chunk in chat.streamed if chunk.id == wants.id for piece in chunk.tool_call_chunks]
    assert [piece["name"] for piece in pieces] == ["get_weather", None, None]
    assert json.loads("".join(piece["args"] for piece in pieces)) == {"city": "Paris"}


def test_interrupt_stops_before_an_email_is_sent(chat):
    [_, wants] = chat.send("interrupt please")
    args = {"to": "ann@example.org", "subject": "hello"}
    assert [(request["name"], request["args"]) for request in wants.tool_calls] == [("send_email", args)]
    [action] = chat.interrupt["action_requests"]
    assert (action["name"], action["args"]) == ("send_email", args)
    assert isinstance(action["description"], str)
    assert chat.interrupt["review_configs"] == [
        {"action_name": "send_email", "allowed_decisions": ["approve", "edit", "reject"]}
    ]


EDITED = {"name": "send_email", "args": {"to": "bob@example.org", "subject": "hi"}}
SENT = "SENT[approve] to=ann@example.org subject=hello"
SENT_EDITED = "SENT[edit] to=bob@example.org subject=hi"


@pytest.mark.parametrize(
    ("decision", "result"),
    [
        ({"decisions": [{"type": "approve"}]}, SENT),
        ({"decisions": [{"type": "edit", "edited_action": EDITED}]}, SENT_EDITED),
        ({"decisions": [{"type": "reject", "message": "not now"}]}, "REJECTED: not now"),
        ({"decisions": [{"type": "reject"}]}, "REJECTED: "),
        # decisions in the format of older frontends
        ([{"type": "accept"}], SENT),
        ([{"type": "edit", "args": {"action": "send_email", "args": EDITED["args"]}}], SENT_EDITED),
        ([{"type": "response", "args": "not now"}], "REJECTED: not now"),
        ({"type": "ignore"}, "REJECTED: "),
        # decisions as text typed by people
        ("approve", SENT),
        ("Yes", SENT),
        (True, SENT),
        ("not now", "REJECTED: not now"),
        (False, "REJECTED: "),
        (0, "REJECTED: "),
        ([], "REJECTED: "),
    ],
)
def test_decision_is_applied(chat, decision, result):
    chat.send("interrupt")
    *_, message, response = chat.resume(decision)
    assert isinstance(message, ToolMessage)
    assert message.text == result
    assert response.text == f"The tool said: {result} That is all. (turn 1)"


def test_an_edit_changes_the_message_with_the_tool_call(chat):
    [_, tool_call] = chat.send("interrupt")
    [_, wants, *_] = chat.resume({"decisions": [{"type": "edit", "edited_action": EDITED}]})
    assert wants.id == tool_call.id
    assert wants.tool_calls == [{**tool_call.tool_calls[0], "args": EDITED["args"]}]


@pytest.mark.parametrize(
    "decision", [{"decisions": [{"type": "aprove"}]}, {"decisions": []}, {"type": "edit"}]
)
def test_invalid_decision_fails_with_the_valid_ones(chat, decision):
    chat.send("interrupt")
    with pytest.raises(ValueError, match="approve"):
        chat.resume(decision)


@pytest.mark.parametrize("choice", ["red", {"colour": "blue"}, [], 5])
def test_ask_interrupts_and_returns_the_choice(chat, choice):
    chat.send("ask me")
    assert chat.interrupt == {"question": "Which colour?", "choices": ["red", "blue"]}
    assert last_text(chat.resume(choice)) == f"You chose {json.dumps(choice)}"


def test_slow_streams_two_hundred_words(chat):
    words = [f"word{number}" for number in range(1, 201)]
    assert last_text(chat.send("slow")) == " ".join(words)
    assert len(chat.streamed) == 200


def test_boom_streams_and_fails(chat):
    with pytest.raises(RuntimeError, match="simulated backend failure"):
        chat.send("boom")
    assert len(chat.streamed) > 2
    assert [message.text for message in chat.state.values["messages"]] == ["boom"]
    assert "call number 2." in last_text(chat.send("and again"))


@pytest.mark.parametrize("messages", [[], [HumanMessage("", id="1")], [HumanMessage([], id="1")]])
def test_empty_input_gets_a_reply(chat, messages):
    assert "you wrote ''" in last_text(chat({"messages": messages}))


def test_unknown_tool_is_an_error_message(chat):
    request = {"name": "get_money", "args": {}, "id": "1"}
    asyncio.run(
        chat.graph.copy(update={"checkpointer": chat.saver}).aupdate_state(
            {"configurable": {"thread_id": "a"}},
            {"messages": [HumanMessage("hi"), AIMessage("", tool_calls=[request])]},
            "agent",
        )
    )
    [*_, result, response] = chat(None)
    assert (result.status, result.text) == ("error", "Error: unknown tool 'get_money'")
    assert response.text.startswith("The tool said: Error")


@pytest.fixture
def pauses(monkeypatch):
    """Make the graph's pauses instantaneous, and return the seconds of each."""
    durations, sleep = [], asyncio.sleep

    async def pause(seconds):
        durations.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", pause)
    return durations


def test_each_word_takes_the_pace_of_the_graph(monkeypatch, pauses):
    monkeypatch.setenv("LANGGRAPH_MOCK_PACE", "2000")
    response = Chat(agent.built(pace=0.02)).send("hi")
    assert pauses == [0.02] * len(last_text(response).split())


def test_environment_is_the_default(monkeypatch, pauses):
    monkeypatch.setenv("LANGGRAPH_MOCK_PACE", "0")
    Chat(agent.graph).send("hi")
    assert not any(pauses)
    monkeypatch.setenv("LANGGRAPH_MOCK_PACE", "20")
    response = Chat(agent.graph).send("hi")
    assert [pause for pause in pauses if pause] == [0.02] * len(last_text(response).split())


def test_hitl_interrupts_and_returns_the_response():
    chat = Chat(hitl.graph)
    chat.send("hi")
    assert chat.interrupt == {"question": "Shall I go on?"}
    assert last_text(chat.resume({"yes": True})) == 'You answered {"yes": true}'
    assert chat.state.values["answer"] == {"yes": True}


def test_failing_writes_something_and_fails():
    chat = Chat(failing.graph)
    with pytest.raises(ValueError, match="always fails"):
        chat.send("hi")
    assert [message.text for message in chat.state.values["messages"]] == ["hi", last_text(chat.streamed)]


def test_slow_streams_each_step(pauses):
    chat = Chat(slow.graph)
    chat({"seconds": 0.3, "steps": 3})
    assert pauses == [pytest.approx(0.1)] * 3
    steps = [piece for piece in chat.streamed if isinstance(piece, dict)]
    assert steps == [{"done": done, "steps": 3} for done in (1, 2, 3)]
    assert [message.text for message in chat({"seconds": 0, "steps": 1})] == [
        *(f"Step {done} of 3 is done." for done in (1, 2, 3)),
        "Step 1 of 1 is done.",
    ]


def test_slow_can_be_stopped_at_any_time():
    async def stopped():
        running = asyncio.create_task(slow.graph.ainvoke({"seconds": 60}))
        await asyncio.sleep(0.1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return running.cancelled()

    assert asyncio.run(stopped())


@pytest.mark.parametrize(
    ("kwargs", "greeting"),
    [
        ({}, "Hello"),
        ({"context": {"language": "de"}}, "Hallo"),
        ({"context": {"language": "xx"}}, "(xx) Hello"),
    ],
)
def test_nested_greets_in_its_subgraph_in_the_language_of_the_context(kwargs, greeting):
    chat = Chat(nested.built(pace=0))
    _, greets, signs = chat.send("hi", **kwargs)
    assert greets.text == f"{greeting} from the child: you wrote 'hi'."
    assert signs.text == "Signed by the parent."
    assert [name for name, _ in nested.graph.get_subgraphs()] == ["child"]


def test_graphs_do_not_import_the_mock():
    names = ", ".join(f"mockserver.built_in.{name}" for name in GRAPH_IDS)
    code = f"import {names}, sys; print(*(name for name in sys.modules if name.startswith('mockserver')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split()) - {"mockserver"}
    assert {f"mockserver.built_in.{name}" for name in GRAPH_IDS} <= loaded
    assert {name for name in loaded if not name.startswith("mockserver.built_in")} == set()


@pytest.mark.parametrize("config", ["examples/langgraph.json", "tests/reference/langgraph.json"])
def test_langgraph_json_lists_all_graphs(config):
    graphs = json.loads((ROOT / config).read_text())["graphs"]
    assert tuple(sorted(graphs)) == GRAPH_IDS
    for graph_id, written in graphs.items():
        module, _, name = (written if isinstance(written, str) else written["path"]).partition(":")
        assert getattr(import_module(module), name).name == graph_id
