"""The journal: its bounds, readers and redaction."""

import asyncio

import pytest

from mockserver.control.exchange import MAX_BODY_BYTES, OVERHEAD_BYTES, Body
from mockserver.control.journal import Journal
from mockserver.control.redaction import Redactor
from mockserver.control.sessions import Sessions
from mockserver.http.middleware.journal import Record
from mockserver.state.world import World

SCOPE = {"type": "http", "method": "GET", "path": "/ok", "headers": []}


def test_the_oldest_entries_are_dropped():
    journal = Journal(max_exchanges=2)
    numbers = [journal.open(SCOPE).number for _ in range(4)]
    assert numbers == [1, 2, 3, 4]
    assert [each.number for each in journal] == [3, 4]
    assert (journal.last_number, journal.dropped) == (4, 2)


def test_the_size_is_bounded_also_while_entries_grow():
    journal = Journal(max_bytes=4 * OVERHEAD_BYTES)
    first, second = journal.open(SCOPE), journal.open(SCOPE)
    journal.grow(second, 2 * OVERHEAD_BYTES)
    assert [each.number for each in journal] == [1, 2]
    journal.grow(second, 1)
    assert [each.number for each in journal] == [2]
    journal.grow(first, 10**9)  # dropped, so it no longer counts
    assert [each.number for each in journal] == [2]


def test_the_latest_entry_is_kept_even_above_the_size_limit():
    journal = Journal(max_bytes=1)
    journal.open(SCOPE)
    assert len([*journal]) == 1


def test_numbers_continue_after_clearing():
    journal = Journal()
    open_one = journal.open(SCOPE)
    journal.clear()
    journal.grow(open_one, 10)
    assert [*journal] == []
    assert journal.open(SCOPE).number == 2
    assert journal.dropped == 1


def test_a_body_keeps_its_first_bytes():
    body = Body()
    for _ in range(3):
        body.add(b"x" * MAX_BODY_BYTES, MAX_BODY_BYTES + 5)
    assert len(body.content) == MAX_BODY_BYTES + 5
    assert (body.size, body.is_cut) == (3 * MAX_BODY_BYTES, True)


def test_wait_returns_a_past_or_a_later_entry_or_none():
    async def main():
        journal = Journal()
        journal.open(SCOPE)

        def is_any(_exchange):
            return True

        assert (await journal.wait(is_any, after=0, seconds=0)).number == 1
        assert await journal.wait(is_any, after=1, seconds=0.01) is None
        waiting = asyncio.create_task(journal.wait(is_any, after=1, seconds=60))
        await asyncio.sleep(0)
        journal.open(SCOPE)
        assert (await waiting).number == 2

    asyncio.run(main())


def test_a_reader_that_lags_is_dropped_and_does_not_grow():
    async def main():
        journal = Journal()
        reading = journal.follow()
        first = asyncio.create_task(anext(reading))
        await asyncio.sleep(0)
        for _ in range(10_002):
            journal.open(SCOPE)
        assert (await first).kind == "started"
        assert len([change async for change in reading]) < 10_002

    asyncio.run(main())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"token": "abc"}', '{"token": "***"}'),
        ('{"api_key": "a\\"b", "x": 1}', '{"api_key": "***", "x": 1}'),
        ('{"user": "ann"}', '{"user": "ann"}'),
        ("?access_token=abc&x=1", "?access_token=***&x=1"),
        ("echo of s3cret-key", "echo of ***"),
    ],
)
def test_redaction_of_texts(text, expected):
    redactor = Redactor.of([("authorization", "Bearer s3cret-key")])
    assert redactor.text(text) == expected


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Authorization", "***"),
        ("x-api-key", "***"),
        ("Cookie", "***"),
        ("x-mock-session", "v"),
        ("accept", "v"),
    ],
)
def test_redaction_of_headers(name, shown):
    assert Redactor().header(name, "v") == shown


@pytest.mark.parametrize("is_read", [False, True])
def test_reading_an_entry_in_progress_does_not_change_it(is_read):
    session = Sessions(World()).default

    async def receive():
        return {"type": "http.request", "body": b"{}"}

    async def send(_message):
        if is_read:
            assert (exchange.received.size, exchange.sent.is_cut) == (2, False)

    async def main():
        nonlocal exchange
        record = Record(session, SCOPE, receive, send)
        exchange = record.exchange
        if is_read:
            assert exchange.received.pieces + exchange.sent.pieces == []
        await record.receive()
        headers = [(b"content-type", b"text/event-stream")]
        await record.send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in (b"event: a\n\n", b"event: b\n\n"):
            await record.send({"type": "http.response.body", "body": piece, "more_body": True})
        await record.send({"type": "http.response.body", "body": b""})

    exchange = None
    asyncio.run(main())
    assert [*session.journal] == [exchange]
    assert exchange.is_stream
    assert [piece for piece, _ in exchange.sent.timed_pieces] == [b"event: a\n\n", b"event: b\n\n"]
    assert exchange.received_whole == b"{}"
