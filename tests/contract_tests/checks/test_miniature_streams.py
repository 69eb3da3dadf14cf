"""Tests of miniatures on streams: they forward events at once, and can change, add or drop them."""

import asyncio
from dataclasses import replace

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from miniatures.in_process import InProcess
from miniatures.miniature import Miniature
from starlette.requests import Request as Asked
from starlette.responses import JSONResponse, StreamingResponse

from contract_tests.client.exchange import Request
from contract_tests.client.target import Target
from patience import PATIENCE

PATH = "/threads/1/stream"


class Counting:
    """An app that streams numbers, one for each item put on `queue`."""

    def __init__(self):
        self.queue = asyncio.Queue()
        self.was_left = asyncio.Event()

    async def __call__(self, scope, receive, send):
        if scope["path"] != PATH:
            await JSONResponse({"detail": "unknown"}, 404)(scope, receive, send)
            return
        request = await Asked(scope, receive).body()
        pieces = self.count(int(request or 3))
        await StreamingResponse(pieces, media_type="text/event-stream")(scope, receive, send)

    async def count(self, most):
        try:
            yield b": heartbeat\r\n\r\n"
            for number in range(most):
                await self.queue.get()
                yield f"event: number\r\ndata: {number}\r\nid: {number}\r\n\r\n".encode()
        finally:
            self.was_left.set()


@pytest.fixture
def portal():
    with start_blocking_portal() as running:
        yield running


@pytest.fixture
def counting(portal):
    return portal.call(make)


async def make():
    return Counting()


@pytest.fixture
def opened(portal, counting, contract):
    """Return a function that opens a stream of the app, or of a miniature that alters it."""

    def open_stream(alter=None, at_most=PATIENCE):
        app = counting
        if alter is not None:
            app = Miniature("x", "stream_thread", alter, frozenset({"stream_thread"})).server(app, contract)
        target = Target("http://target", transport=InProcess(app, portal))
        return target.opened(Request("GET", PATH), at_most=at_most)

    return open_stream


def send_events(portal, counting, times=1):
    for _ in range(times):
        portal.call(counting.queue.put, None)


async def as_it_is(mock, request):
    return await mock(request)


async def doubled(mock, request):
    return (await mock(request)).each(lambda event: [event, replace(event, data=event.data * 10)])


async def without_the_second(mock, request):
    return (await mock(request)).each(lambda event: None if event.data == 1 else event)


async def in_a_burst(mock, request):
    return (await mock(request)).at_once()


async def ending_early(mock, request):
    response = await mock(request)

    async def first(events):
        async for event in events:
            yield event
            if event.name:
                return

    return response.with_events(first(response.events))


@pytest.mark.parametrize("alter", [None, as_it_is], ids=["the app", "a miniature of it"])
def test_events_arrive_when_they_are_sent(opened, portal, counting, alter):
    with opened(alter) as reader:
        for number in range(3):
            send_events(portal, counting)
            event = reader.next()
            assert (event.name, event.data, event.id) == ("number", number, str(number))
        assert reader.next() is None
    assert [comment.text for comment in reader.exchange.comments] == ["heartbeat"]
    assert reader.exchange.is_complete


@pytest.mark.parametrize("alter", [None, as_it_is], ids=["the app", "a miniature of it"])
def test_the_app_notices_a_disconnect(opened, portal, counting, alter):
    with opened(alter) as reader:
        send_events(portal, counting)
        assert reader.next().data == 0
    portal.call(asyncio.wait_for, counting.was_left.wait(), PATIENCE)
    assert counting.was_left.is_set()


def test_client_times_out_during_silence(opened):
    with opened(at_most=0.05) as reader:
        assert reader.next() is None
    assert reader.exchange.ended == "left"


@pytest.mark.parametrize(
    ("alter", "numbers"),
    [(doubled, [0, 0, 1, 10, 2, 20]), (without_the_second, [0, 2]), (ending_early, [0])],
)
def test_events_may_be_altered_added_and_left_out(opened, portal, counting, alter, numbers):
    send_events(portal, counting, 3)
    with opened(alter) as reader:
        assert [event.data for event in reader.read_until()] == numbers


def test_events_can_be_held_back_until_the_end(opened, portal, counting):
    with opened(in_a_burst) as reader:
        send_events(portal, counting, 2)
        assert not counting.was_left.is_set()
        send_events(portal, counting)
        assert [event.data for event in reader.read_until()] == [0, 1, 2]


def test_non_stream_response_stays_unchanged(portal, counting, contract):
    app = Miniature("x", "get_thread", doubled, frozenset({"get_thread"})).server(counting, contract)
    response = httpx.Client(transport=InProcess(app, portal)).get("http://target/threads/1")
    assert (response.status_code, response.json()) == (404, {"detail": "unknown"})
