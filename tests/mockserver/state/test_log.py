"""Logs: events for any number of readers, within a size limit."""

import asyncio

import pytest

from mockserver.state.changes import Changes
from mockserver.state.event_log import DROPPED, EVENT_OVERHEAD_BYTES, Event, Log, numbers


def event(text="x", event_id=None):
    return Event("values", text.encode(), event_id)


def read(log, position=0):
    async def main():
        return [each.data.decode() async for each in log.follow(position)]

    return asyncio.run(main())


def filled(*texts, **kwargs):
    log = Log(Changes().series("", ""), **kwargs)
    for text in texts:
        log.append(event(text))
    log.finish()
    return log


def test_a_reader_gets_all_events_in_their_order():
    assert read(filled("a", "b", "c")) == ["a", "b", "c"]


def test_a_reader_can_start_anywhere():
    assert read(filled("a", "b", "c"), position=2) == ["c"]


def test_a_reader_gets_events_at_once():
    async def main():
        log, got = Log(Changes().series("", "")), []

        async def reader():
            async for each in log.follow(0):
                got.append(each.data)  # noqa: PERF401 - as they come, not at the end

        task = asyncio.create_task(reader())
        for text in ("a", "b"):
            log.append(event(text))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert got[-1] == text.encode()
        log.finish()
        await task

    asyncio.run(main())


def test_two_readers_get_the_same_whenever_they_begin():
    async def main():
        log = Log(Changes().series("", ""))

        async def reader():
            return [each.data async for each in log.follow(0)]

        early = asyncio.create_task(reader())
        for text in "abc":
            log.append(event(text))
            await asyncio.sleep(0)
        late_reader = asyncio.create_task(reader())
        log.append(event("d"))
        log.finish()
        assert await early == await late_reader == [b"a", b"b", b"c", b"d"]

    asyncio.run(main())


def test_a_log_that_is_too_long_drops_its_oldest():
    log = filled(*map(str, range(1000)), largest=100 * EVENT_OVERHEAD_BYTES)
    assert log.end == 1000
    assert read(log, position=990) == [str(number) for number in range(990, 1000)]


def test_a_reader_that_is_too_far_behind_gets_an_error():
    log = filled(*map(str, range(1000)), largest=100 * EVENT_OVERHEAD_BYTES)
    assert read(log) == [DROPPED.data.decode()]


def test_an_event_larger_than_the_log_is_still_sent():
    assert read(filled("x" * 10_000, largest=100)) == ["x" * 10_000]


def test_a_reader_finds_its_place_by_the_id_of_the_last_event_it_has():
    log = Log(Changes().series("", ""))
    for number in range(5):
        log.append(event(str(number), f"{number // 2 + 10}-{number % 2}"))
    assert log.position_after(numbers("11-0")) == 3
    assert log.position_after(numbers("-")) == 0
    assert log.position_after(numbers("99-0")) == log.end
    assert log.position_after(numbers("9" * 5000)) == log.end
    assert log.position_after(numbers("10-" + "9" * 5000)) == 2


@pytest.mark.parametrize(
    ("written", "read"), [("-", (0, 0)), ("-1", (0, 0)), ("0", (0, 1 << 62)), ("17-3", (17, 3))]
)
def test_ids_are_read_as_numbers(written, read):
    assert numbers(written) == read
