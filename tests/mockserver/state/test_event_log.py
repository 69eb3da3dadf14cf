"""Events of runs, kept for clients that follow a run or its thread."""

import asyncio
from contextlib import suppress

import pytest

from mockserver.state import event_log as module
from mockserver.state.changes import Changes
from mockserver.state.clock import Clock
from mockserver.state.event_log import Logs, numbers
from mockserver.state.runs import Run

BEGINNING = (0, 0)


def run(run_id="r", thread_id="t", **kwargs):
    return Run(run_id, thread_id, "a", "alice", "", "", kwargs=kwargs)


@pytest.fixture
def logs():
    return Logs(Clock.logical(), Changes())


def filled_log(logs, of, *texts, end=True):
    log = logs.open(of)
    for text in texts:
        logs.append(log, "values", text.encode())
    if end:
        logs.close(log)
    return log


def followed(log):
    async def main():
        return [event async for event in log.follow(0)]

    return asyncio.run(main())


async def joined(logs, after=BEGINNING):
    """Return the earlier events that a client receives when it joins a thread's stream."""
    reader, got = logs.of_thread("t").read(after), []
    with suppress(TimeoutError, StopAsyncIteration):
        while True:
            got.append(await asyncio.wait_for(anext(reader), timeout=0.05))
    await reader.aclose()
    return got


def replayed(logs):
    return asyncio.run(joined(logs))


def test_events_of_a_resumable_run_have_ids_that_grow(logs):
    ids = [event.id for event in followed(filled_log(logs, run(stream_resumable=True), "1", "2", "3"))]
    assert len(set(ids)) == len(ids) == 3
    assert ids == sorted(ids, key=numbers)


def test_events_of_another_run_have_none(logs):
    assert [event.id for event in followed(filled_log(logs, run(), "1", "2"))] == [None, None]


def test_the_log_of_a_finished_run_is_kept_only_if_it_can_be_resumed(logs):
    filled_log(logs, run("kept", stream_resumable=True), "1")
    filled_log(logs, run("gone"), "1")
    assert logs.of("kept")
    assert logs.of("gone") is None


def test_a_reader_of_a_finished_run_reads_all_of_its_log(logs):
    assert [event.data for event in followed(filled_log(logs, run(), "1", "2"))] == [b"1", b"2"]


def test_the_oldest_logs_of_finished_runs_are_dropped(logs, monkeypatch):
    monkeypatch.setattr(module, "MAX_FINISHED_LOGS", 3)
    for number in range(5):
        filled_log(logs, run(str(number), stream_resumable=True), "x")
    assert [number for number in range(5) if logs.of(str(number))] == [2, 3, 4]


def test_a_thread_replays_its_resumable_runs_with_their_end_times(logs):
    filled_log(logs, run("one", stream_resumable=True), "1")
    filled_log(logs, run("two", stream_resumable=True), "2")
    assert [event.data for event in replayed(logs)] == [
        b"1",
        b'{"status":"run_done","run_id":"one"}',
        b"2",
        b'{"status":"run_done","run_id":"two"}',
    ]


def test_a_thread_replays_nothing_of_runs_that_can_not_be_resumed(logs):
    filled_log(logs, run("one"), "1")
    assert replayed(logs) == []


def test_a_thread_replays_the_events_after_an_id(logs):
    filled_log(logs, run("one", stream_resumable=True), "1", "2", "3")

    async def main():
        first, *remaining = await joined(logs)
        assert await joined(logs, numbers(first.id)) == remaining

    asyncio.run(main())


def test_a_thread_stream_has_the_events_of_every_run_with_ids(logs):
    async def main():
        reader = logs.of_thread("t").read(None)
        coming = asyncio.create_task(anext(reader))
        await asyncio.sleep(0)
        filled_log(logs, run(), "1", end=False)
        event = await coming
        await reader.aclose()
        return event

    event = asyncio.run(main())
    assert event.data == b"1"
    assert event.id


def test_the_log_of_a_deleted_thread_is_dropped(logs):
    filled_log(logs, run("one", stream_resumable=True), "1")
    logs.delete_thread("t", ["one"])
    assert logs.of("one") is None
    assert replayed(logs) == []


def test_late_events_of_a_deleted_thread_are_dropped(logs):
    log = filled_log(logs, run("one", stream_resumable=True), "1", end=False)
    logs.delete_thread("t", ["one"])
    logs.append(log, "values", b"2")
    logs.close(log)
    assert replayed(logs) == []
    assert [event.data for event in followed(log)] == [b"1"]


def test_readers_of_a_thread_that_is_gone_are_at_the_end(logs):
    async def main():
        reader = logs.of_thread("t").read(None)
        end = asyncio.create_task(anext(reader, "end"))
        await asyncio.sleep(0)
        logs.delete_thread("t", [])
        return await end

    assert asyncio.run(main()) == "end"
