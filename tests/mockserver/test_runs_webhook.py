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


def interrupts(name):
    async def interrupting(_state):
        return {name: interrupt(name)}

    return interrupting


async def fails(_state):
    raise ValueError("broken")


def at_once(**nodes):
    graph = StateGraph(State)
    for name, node in nodes.items():
        graph.add_node(f"node {name}", node)
        graph.add_edge(START, f"node {name}")
    return graph.compile()


GRAPHS = {"two": at_once(a=interrupts("a"), b=interrupts("b")), "failing": at_once(a=fails)}


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
def run_with_receiver(run_async):
    """Return a function that runs a scenario with a receiver, in a world with webhooks enabled."""

    def run_with_receiver(scenario, *statuses, **kwargs):
        async def main(client):
            receiver = Receiver(*statuses)
            async with receiver.listening():
                await scenario(client, receiver)

        run_async(main, graphs=GRAPHS, **{"allow_webhooks": True, **kwargs})

    return run_with_receiver


def request(graph, receiver, **body):
    return {"assistant_id": graph, "input": {"said": "in"}, "webhook": receiver.url, **body}


def test_a_run_sends_itself_and_its_values(run_with_receiver):
    async def scenario(client, receiver):
        thread = await client.thread()
        run = await client.started(thread, webhook=receiver.url)
        sent = await receiver.body()
        assert sent == {**await client.read(run), **{key: sent[key] for key in NEW}}
        assert sent["status"] == "success"
        assert sent["values"] == (await client.json("get_thread", thread_id=thread))["values"]
        assert sent["created_at"] <= sent["run_started_at"] <= sent["run_ended_at"] <= sent["webhook_sent_at"]
        assert "error" not in sent

    run_with_receiver(scenario)


NEW = ("run_started_at", "run_ended_at", "webhook_sent_at", "values")


def test_an_interrupted_run_sends_the_values_of_its_checkpoint(run_with_receiver):
    async def scenario(client, receiver):
        thread = await client.thread()
        await client.json("create_thread_run", request("two", receiver), thread_id=thread)
        sent = await receiver.body()
        assert (sent["status"], sent["values"]) == ("success", {"said": "in"})
        open_ = (await client.json("get_state", thread_id=thread))["interrupts"]
        response = {"command": {"resume": {open_[0]["id"]: "yes"}}, "input": None}
        await client.json("create_thread_run", request("two", receiver, **response), thread_id=thread)
        sent = await receiver.body()
        assert (sent["status"], sent["values"]) == ("success", {"said": "in"})
        response = {"command": {"resume": {open_[1]["id"]: "no"}}, "input": None}
        await client.json("create_thread_run", request("two", receiver, **response), thread_id=thread)
        assert (await receiver.body())["values"] == {"said": "in", "a": "yes", "b": "no"}

    run_with_receiver(scenario)


def test_a_run_that_fails_sends_its_error(run_with_receiver):
    async def scenario(client, receiver):
        thread = await client.thread()
        await client.json("create_thread_run", request("failing", receiver), thread_id=thread)
        sent = await receiver.body()
        assert (sent["status"], sent["values"]) == ("error", {"said": "in"})
        assert sent["error"] == {"error": "ValueError", "message": "broken"}

    run_with_receiver(scenario)


def test_a_cancelled_run_sends_its_status(run_with_receiver):
    async def scenario(client, receiver):
        run = await client.started(await client.thread(), text="slow please", webhook=receiver.url)
        await client.running(run)
        await client("cancel_thread_run", thread_id=run["thread_id"], run_id=run["run_id"])
        assert (await receiver.body())["status"] == "interrupted"

    run_with_receiver(scenario)


@pytest.mark.parametrize(("completion", "values"), [("keep", {"said": "in"}), ("delete", None)])
def test_a_stateless_run_sends_values_if_its_thread_stays(run_with_receiver, completion, values):
    async def scenario(client, receiver):
        await client.json("create_run", request("two", receiver, on_completion=completion))
        sent = await receiver.body()
        assert (sent["status"], sent["values"]) == ("success", values)

    run_with_receiver(scenario)


def test_a_failed_delivery_is_repeated(run_with_receiver, monkeypatch, caplog):
    monkeypatch.setattr(webhook, "wait_exponential", lambda multiplier: lambda _state: 0)

    async def scenario(client, receiver):
        await client.json("create_run", request("two", receiver))
        assert await receiver.body() == await receiver.body()
        assert receiver.bodies.empty()

    run_with_receiver(scenario, 503)
    assert not caplog.records


def test_no_webhook_is_sent_unless_webhooks_are_allowed(run_with_receiver):
    async def scenario(client, receiver):
        run = await client.started(await client.thread(), webhook=receiver.url)
        assert (await client.finished(run))["kwargs"]["webhook"] == receiver.url
        assert not client.world.schedule._errands
        assert receiver.bodies.empty()

    run_with_receiver(scenario, allow_webhooks=False)
