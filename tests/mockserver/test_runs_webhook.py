"""Webhooks: requests that are sent when a run ends, with any result."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from langgraph.graph import START, StateGraph
from langgraph.types import interrupt
from typing_extensions import TypedDict

from mockserver.runs import webhook


class State(TypedDict, total=False):
    said: str
    a: str
    b: str


def asks(name):
    async def ask(_state):
        return {name: interrupt(name)}

    return ask


async def fails(_state):
    raise ValueError("broken")


def at_once(**nodes):
    graph = StateGraph(State)
    for name, node in nodes.items():
        graph.add_node(f"node {name}", node)
        graph.add_edge(START, f"node {name}")
    return graph.compile()


GRAPHS = {"two": at_once(a=asks("a"), b=asks("b")), "failing": at_once(a=fails)}


class Receiver:
    """Server that records the bodies posted to it. It sends `statuses` one after another, then 200."""

    def __init__(self, *statuses):
        self.bodies = asyncio.Queue()
        self.url = ""
        self._statuses = [*statuses]

    @asynccontextmanager
    async def listening(self):
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        async with server:
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
            yield

    async def body(self):
        return json.loads(await self.bodies.get())

    async def _take(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        self.bodies.put_nowait(await reader.readexactly(length))
        status = self._statuses.pop(0) if self._statuses else 200
        writer.write(b"HTTP/1.1 %d -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % status)
        await writer.drain()
        writer.close()


@pytest.fixture
def called(play):
    """Return a function that plays a scene with a receiver, in a world with webhooks enabled."""

    def called(act, *statuses, **words):
        async def main(scene):
            receiver = Receiver(*statuses)
            async with receiver.listening():
                await act(scene, receiver)

        play(main, graphs=GRAPHS, **{"allow_webhooks": True, **words})

    return called


def request(graph, receiver, **body):
    return {"assistant_id": graph, "input": {"said": "in"}, "webhook": receiver.url, **body}


def test_a_run_sends_itself_and_its_values(called):
    async def act(scene, receiver):
        thread = await scene.thread()
        run = await scene.started(thread, webhook=receiver.url)
        sent = await receiver.body()
        assert sent == {**await scene.read(run), **{key: sent[key] for key in NEW}}
        assert sent["status"] == "success"
        assert sent["values"] == (await scene.json("get_thread", thread_id=thread))["values"]
        assert sent["created_at"] <= sent["run_started_at"] <= sent["run_ended_at"] <= sent["webhook_sent_at"]
        assert "error" not in sent

    called(act)


NEW = ("run_started_at", "run_ended_at", "webhook_sent_at", "values")


def test_a_run_that_asks_sends_the_values_of_its_checkpoint_each_time(called):
    async def act(scene, receiver):
        thread = await scene.thread()
        await scene.json("create_thread_run", request("two", receiver), thread_id=thread)
        sent = await receiver.body()
        assert (sent["status"], sent["values"]) == ("success", {"said": "in"})
        open_ = (await scene.json("get_state", thread_id=thread))["interrupts"]
        response = {"command": {"resume": {open_[0]["id"]: "yes"}}, "input": None}
        await scene.json("create_thread_run", request("two", receiver, **response), thread_id=thread)
        sent = await receiver.body()
        assert (sent["status"], sent["values"]) == ("success", {"said": "in"})
        response = {"command": {"resume": {open_[1]["id"]: "no"}}, "input": None}
        await scene.json("create_thread_run", request("two", receiver, **response), thread_id=thread)
        assert (await receiver.body())["values"] == {"said": "in", "a": "yes", "b": "no"}

    called(act)


def test_a_run_that_fails_sends_its_error(called):
    async def act(scene, receiver):
        thread = await scene.thread()
        await scene.json("create_thread_run", request("failing", receiver), thread_id=thread)
        sent = await receiver.body()
        assert (sent["status"], sent["values"]) == ("error", {"said": "in"})
        assert sent["error"] == {"error": "ValueError", "message": "broken"}

    called(act)


def test_a_run_that_is_cancelled_sends_so(called):
    async def act(scene, receiver):
        run = await scene.started(await scene.thread(), text="slow please", webhook=receiver.url)
        await scene.running(run)
        await scene("cancel_thread_run", thread_id=run["thread_id"], run_id=run["run_id"])
        assert (await receiver.body())["status"] == "interrupted"

    called(act)


@pytest.mark.parametrize(("completion", "values"), [("keep", {"said": "in"}), ("delete", None)])
def test_a_stateless_run_sends_values_if_its_thread_stays(called, completion, values):
    async def act(scene, receiver):
        await scene.json("create_run", request("two", receiver, on_completion=completion))
        sent = await receiver.body()
        assert (sent["status"], sent["values"]) == ("success", values)

    called(act)


def test_one_who_does_not_take_it_is_sent_it_again(called, monkeypatch, caplog):
    monkeypatch.setattr(webhook, "wait_exponential", lambda multiplier: lambda _state: 0)

    async def act(scene, receiver):
        await scene.json("create_run", request("two", receiver))
        assert await receiver.body() == await receiver.body()
        assert receiver.bodies.empty()

    called(act, 503)
    assert not caplog.records


def test_nobody_is_called_unless_the_mock_may(called):
    async def act(scene, receiver):
        run = await scene.started(await scene.thread(), webhook=receiver.url)
        assert (await scene.finished(run))["kwargs"]["webhook"] == receiver.url
        assert not scene.world.schedule._errands
        assert receiver.bodies.empty()

    called(act, allow_webhooks=False)
