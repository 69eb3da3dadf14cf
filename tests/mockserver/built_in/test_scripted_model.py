"""The model of the built-in graphs: a whole reply is what its pieces add up to."""

import asyncio

import pytest
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages.tool import tool_call

from mockserver.built_in.scripted_model import Reply, ScriptedModel

REPLIES = [
    Reply("empty"),
    Reply("text", "Two words,  and\nspace at the end "),
    Reply("call", "Looking.", (tool_call(name="weather", args={"city": "Zürich"}, id="1"),)),
    Reply("calls", "", tuple(tool_call(name="add", args={"n": n}, id=str(n)) for n in range(2))),
]


def model(reply, pace=0.0):
    return ScriptedModel(reply=reply, pace=pace)


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.id)
def test_whole_reply_equals_streamed_reply(reply):
    streamed = generate_from_stream(model(reply)._stream([])).generations[0].message
    assert model(reply)._generate([]).generations[0].message == streamed
    assert asyncio.run(model(reply)._agenerate([])).generations[0].message == streamed


def test_whole_reply_takes_as_long_as_a_streamed_one():
    pieces = [*model(REPLIES[1])._stream([])]
    assert model(REPLIES[1], pace=2.0)._seconds() == 2.0 * len(pieces)


def test_whole_reply_takes_no_thread(monkeypatch):
    async def run_in_executor(*_args):
        raise AssertionError("the reply needs no thread")

    async def whole():
        monkeypatch.setattr(asyncio.get_running_loop(), "run_in_executor", run_in_executor)
        return await model(REPLIES[1]).ainvoke("Hello")

    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        assert runner.run(whole()).content == REPLIES[1].text


@pytest.mark.parametrize("text", ["", "Some text"])
def test_whole_reply_fails_as_a_streamed_one(text):
    failing = model(Reply("failing", text, failure="no luck"))
    with pytest.raises(RuntimeError, match="no luck"):
        asyncio.run(failing.ainvoke("Hello"))
    with pytest.raises(RuntimeError, match="no luck"):
        failing.invoke("Hello")
