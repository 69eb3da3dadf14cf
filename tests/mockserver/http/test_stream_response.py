"""Streamed responses: events, and deferred JSON."""

import asyncio
import gc
import logging
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import httpx
import orjson
import pytest
import uvicorn

from mockserver.app import create_app
from mockserver.errors import RunNotFound
from mockserver.http.uvicorn_protocol import JsonProtocol
from mockserver.request_response import DeferredJSON, Events, Response
from mockserver.server import Server
from mockserver.settings import Settings
from mockserver.state.event_log import Event
from patience import PATIENCE

HEARTBEAT = b": heartbeat\r\n\r\n"
ONE = Event("values", b'{"n":1}')
ONE_SENT = b'event: values\r\ndata: {"n":1}\r\n\r\n'
EXAMPLE = "00000000-0000-4000-8000-000000000000"

LONG = 3600.0


@dataclass
class Source:
    """Source of events that a test controls, with counters of its use."""

    waiting: asyncio.Queue = field(default_factory=asyncio.Queue)
    read_count: int = 0
    on_disconnect: int = 0
    closed: int = 0

    def put(self, *events):
        for event in events:
            self.waiting.put_nowait(event)

    def response(self, **kwargs) -> Response:
        return Response(Events(self.events(), self.leave), **kwargs)

    def deferred(self) -> Response:
        return Response(DeferredJSON(self.value(), self.leave))

    def leave(self):
        self.on_disconnect += 1

    async def events(self):
        try:
            while event := await self.waiting.get():
                if isinstance(event, Exception):
                    raise event
                self.read_count += 1
                yield event
        finally:
            self.closed += 1

    async def value(self):
        try:
            value = await self.waiting.get()
            if isinstance(value, Exception):
                raise value
            return value
        finally:
            self.closed += 1


def app(*responses, **settings):
    """Return an app that sends the next of these responses, for any operation."""
    starlette_app, remaining = made_once(Settings(**{"heartbeat_seconds": LONG, **settings}))
    remaining[:] = responses
    return starlette_app


@cache
def made_once(settings):
    """Return an app, and the list of its remaining responses."""
    remaining = []

    async def handler(_world, _call):
        return remaining.pop(0)()

    return create_app(settings, find=lambda _operation_id: handler), remaining


async def request(app, method="GET", path="/ok", **kwargs) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://mock") as client:
        return await client.request(method, path, **kwargs)


@asynccontextmanager
async def served(app):
    """Serve the app in this event loop by the server of `langgraph-mock`, and yield a client."""
    config = uvicorn.Config(app, http=JsonProtocol, ws="none", lifespan="on", port=0, log_level="critical")
    config.timeout_graceful_shutdown = 1
    server = Server(config)
    serving = asyncio.create_task(server.serve())
    await settled(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            client.server = server
            yield client
    finally:
        server.should_exit = True
        await serving


async def settled(condition):
    """Wait until `condition()` is true, or fail after `PATIENCE` seconds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - no event announces it
            await asyncio.sleep(0.01)


def test_event_lines_end_in_crlf_and_ids_are_optional():
    async def run():
        source = Source()
        source.put(ONE, Event("messages/partial", b"[]", "1700-7"), Event("values|a:1", b"null"), None)
        response = await request(app(source.response))
        assert response.content == (
            ONE_SENT
            + b"event: messages/partial\r\ndata: []\r\nid: 1700-7\r\n\r\n"
            + b"event: values|a:1\r\ndata: null\r\n\r\n"
        )
        assert source.closed == 1
        assert source.on_disconnect == 0

    asyncio.run(run())


def test_events_have_headers_against_buffering_proxies():
    async def run():
        source = Source()
        source.put(None)
        response = await request(app(lambda: source.response(headers={"Location": "/here"})))
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-accel-buffering"] == "no"
        assert response.headers["location"] == "/here"
        assert "content-length" not in response.headers

    asyncio.run(run())


def test_an_event_is_sent_at_once():
    async def run():
        source = Source()
        async with served(app(source.response)) as client, client.stream("GET", "/ok") as response:
            chunks = response.aiter_raw()
            for number in range(5):
                source.put(Event("values", b"%d" % number))
                assert await anext(chunks) == b"event: values\r\ndata: %d\r\n\r\n" % number
            source.put(None)
            assert [chunk async for chunk in chunks] == []

    asyncio.run(run())


def test_the_headers_are_sent_before_there_is_an_event_or_a_value():
    async def run():
        events, value = Source(), Source()
        async with served(app(events.response, value.deferred)) as client:
            for source, media in [(events, "text/event-stream"), (value, "application/json")]:
                async with client.stream("GET", "/ok") as response:
                    assert response.headers["content-type"].startswith(media)
                    source.put(None)

    asyncio.run(run())


def test_heartbeats_are_sent_between_events_only():
    async def run():
        source = Source()
        async with (
            served(app(source.response, heartbeat_seconds=0.05)) as client,
            client.stream("GET", "/ok") as response,
        ):
            chunks = response.aiter_raw()
            assert await anext(chunks) == HEARTBEAT
            assert await anext(chunks) == HEARTBEAT
            source.put(ONE)
            received = b""
            while ONE_SENT not in received:
                received += await anext(chunks)
            assert received.replace(HEARTBEAT, b"") == ONE_SENT
            source.put(None)

    asyncio.run(run())


def test_an_event_postpones_the_next_heartbeat():
    heartbeat_seconds, times = 2, []

    async def often():
        for _ in range(60):
            times.append(time.monotonic())
            await asyncio.sleep(0.05)
            yield ONE
        times.append(time.monotonic())

    async def run():
        response = await request(app(lambda: Response(Events(often())), heartbeat_seconds=heartbeat_seconds))
        assert response.content.replace(HEARTBEAT, b"") == ONE_SENT * 60
        pauses = [later - earlier for earlier, later in pairwise(times)]  # long ones on a busy machine
        assert response.content.count(HEARTBEAT) <= sum(pause // heartbeat_seconds for pause in pauses)

    asyncio.run(run())


def test_a_late_value_is_json_after_line_breaks():
    async def run():
        source = Source()
        async with (
            served(app(source.deferred, heartbeat_seconds=0.05)) as client,
            client.stream("GET", "/ok") as response,
        ):
            chunks = response.aiter_raw()
            assert await anext(chunks) == b"\n"
            assert await anext(chunks) == b"\n"
            source.put({"a": [1]})
            remaining = b"".join([chunk async for chunk in chunks])
            assert remaining.lstrip(b"\n") == b'{"a":[1]}'
            assert "content-length" not in response.headers
        assert source.closed == 1
        assert source.on_disconnect == 0

    asyncio.run(run())


def test_a_late_api_error_looks_like_a_failed_run():
    async def run():
        error = {"error": "RunNotFound", "message": f"Run with ID {EXAMPLE} not found"}
        source = Source()
        source.put(ONE, RunNotFound(EXAMPLE))
        assert (await request(app(source.response))).content == (
            ONE_SENT + b"event: error\r\ndata: " + orjson.dumps(error) + b"\r\n\r\n"
        )
        source.put(RunNotFound(EXAMPLE))
        assert (await request(app(source.deferred))).json() == {"__error__": error}

    asyncio.run(run())


def test_a_late_internal_error_is_logged_and_ends_the_response(caplog):
    async def run():
        error = {"error": "ZeroDivisionError", "message": "Internal Server Error"}
        source = Source()
        source.put(ZeroDivisionError("secret"))
        response = await request(app(source.response))
        assert response.content == b"event: error\r\ndata: " + orjson.dumps(error) + b"\r\n\r\n"
        source.put(ZeroDivisionError("secret"))
        assert (await request(app(source.deferred))).json() == {"__error__": error}

    asyncio.run(run())
    failed = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.message for record in failed] == ["GET /ok failed"] * 2
    assert failed[0].exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize("kind", ["response", "deferred"])
def test_a_disconnect_is_reported_once_and_closes_the_source(kind):
    async def run():
        source = Source()
        async with served(app(getattr(source, kind), heartbeat_seconds=0.05)) as client:
            before = asyncio.all_tasks()
            async with client.stream("GET", "/ok") as response:
                await anext(response.aiter_raw())
                assert source.on_disconnect == 0
            await settled(lambda: source.on_disconnect and asyncio.all_tasks() <= before)
            assert source.on_disconnect == 1
            assert source.closed == 1

    asyncio.run(run())


@pytest.mark.parametrize("kind", ["response", "deferred"])
def test_an_in_process_client_can_disconnect(kind):
    async def run():
        source = Source()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await request(app(getattr(source, kind)))
        assert source.on_disconnect == 1
        assert source.closed == 1
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())


@pytest.mark.parametrize("kind", ["response", "deferred"])
def test_head_gets_the_headers_and_starts_nothing(kind):
    async def run():
        source = Source()
        response = await request(app(getattr(source, kind)), "HEAD")
        assert response.status_code == 200
        assert response.content == b""
        assert response.headers["content-type"].startswith(("text/event-stream", "application/json"))
        assert source.on_disconnect == source.read_count == 0

    asyncio.run(run())
    gc.collect()  # an unclosed coroutine would warn now, and warnings are errors


def test_a_client_that_does_not_read_stops_the_source_instead_of_filling_memory():
    async def run():
        big = Event("values", orjson.dumps("x" * 100_000))
        source = Source()
        source.put(*[big] * 1000)
        async with served(app(source.response)) as client:
            async with client.stream("GET", "/ok") as response:
                await settled(lambda: source.read_count)
                previous = -1
                while previous != source.read_count:
                    previous = source.read_count
                    await asyncio.sleep(0.5)
                assert previous < 300  # socket buffers hold a few of the hundred megabytes
                source.put(None)
                assert sum([len(chunk) async for chunk in response.aiter_raw()]) > 100_000_000
            assert source.read_count == 1000

    asyncio.run(run())


@pytest.mark.parametrize("settings", [{}, {"heartbeat_seconds": 0.01}])
def test_many_streams_at_once_each_get_all_their_events_in_order(settings):
    async def numbers():
        for number in range(200):
            if number % 20 == 0:
                await asyncio.sleep(0.001)
            yield Event("values", b"%d" % number)

    async def read_numbers(client):
        response = await client.get("/ok")
        return [int(line[6:]) for line in response.text.split("\r\n") if line.startswith("data: ")]

    async def run():
        responses = [lambda: Response(Events(numbers()))] * 100
        async with served(app(*responses, **settings)) as client:
            for numbers_read in await asyncio.gather(*[read_numbers(client) for _ in responses]):
                assert numbers_read == list(range(200))

    asyncio.run(run())


def test_the_server_stops_although_streams_are_open_and_they_end_whole():
    async def run():
        sources = [Source() for _ in range(101)]
        deferred_source = Source()
        responses = [*[source.response for source in sources], deferred_source.deferred]
        async with served(app(*responses)) as client:
            client.timeout = None
            waiting = [asyncio.create_task(client.get("/ok")) for _ in responses[:100]]
            await settled(lambda: len(client.server.server_state.tasks) == 100)
            client.server.should_exit = True
            for response in await asyncio.gather(*waiting):
                assert response.content == b""
            assert all(source.closed and not source.on_disconnect for source in sources[:100])

    asyncio.run(run())


def test_a_deferred_response_reports_the_shutdown():
    async def run():
        source = Source()
        async with served(app(source.deferred)) as client:
            waiting = asyncio.create_task(client.get("/ok"))
            await settled(lambda: client.server.server_state.tasks)
            client.server.should_exit = True
            error = (await waiting).json()
        assert error == {"__error__": {"error": "Stopped", "message": "The server is shutting down"}}
        assert source.closed == 1

    asyncio.run(run())


def validated(path, *events, caplog):
    """Return the response of a mock that validates its events, and the log."""

    async def run():
        source = Source()
        source.put(*events, None)
        return await request(app(source.response, validate_responses=True), path=path)

    caplog.clear()
    return asyncio.run(run()), caplog.text


def test_undocumented_events_are_internal_errors(caplog):
    path = f"/threads/{EXAMPLE}/stream"
    started = Event("metadata", orjson.dumps({"run_id": EXAMPLE, "attempt": 1}), "1-0")
    response, logged = validated(path, started, Event("values|child:1", b"{}", "1-1"), caplog=caplog)
    assert response.text.count("event: ") == 2
    assert logged == ""
    for event, reason in [
        (Event("colours", b"{}", "1-1"), "event colours is not documented"),
        (Event("metadata", b'{"run_id": 5}', "1-1"), "stream_thread 200: event metadata"),
        (Event("updates|child:1", b"[]", "1-1"), "stream_thread 200: event updates|child:1"),
    ]:
        response, logged = validated(path, started, event, caplog=caplog)
        assert [line for line in response.text.splitlines() if line.startswith("event")] == [
            "event: metadata",
            "event: error",
        ]
        assert reason in logged


def test_an_undocumented_deferred_value_is_an_internal_error(caplog):
    async def run():
        source = Source()
        source.put({"ok": "perhaps"})
        return await request(app(source.deferred, validate_responses=True))

    assert asyncio.run(run()).json()["__error__"]["error"] == "InvalidResponse"
    assert "get_ok 200: body.ok" in caplog.text


def test_an_undocumented_stream_is_a_500_and_does_not_start(caplog):
    async def run():
        source = Source()
        source.put(ONE)
        response = await request(app(lambda: source.response(status=201), validate_responses=True))
        assert response.status_code == 500
        assert source.read_count == 0

    asyncio.run(run())
    assert "get_ok 201: is not documented" in caplog.text
