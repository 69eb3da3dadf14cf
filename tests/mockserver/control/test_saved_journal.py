"""Journals in a state file: what a restart keeps of them, and what is never written."""

import asyncio
import sqlite3
from contextlib import closing

import orjson
from restarts import as_if_killed, mock_of

from mockserver.control import journal
from patience import PATIENCE

TURN = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "tool please"}]}}
SECRET = "sk-very-secret-1"  # noqa: S105


def run(act):
    async def main():
        async with asyncio.timeout(PATIENCE):
            await act()

    asyncio.run(main())


async def entries(http, **query):
    response = await http.get("/_mock/journal", params={"limit": 1000, **query})
    assert response.status_code == 200, response.text
    return response.json()


def test_a_restart_keeps_the_journal(tmp_path):
    state, copy = tmp_path / "state.db", tmp_path / "copy.db"

    async def act():
        async with mock_of(state, keep_journal=True) as (http, _):
            key = {"x-api-key": SECRET}
            thread = (await http.post("/threads", json={"metadata": {"token": SECRET}}, headers=key)).json()
            path = f"/threads/{thread['thread_id']}/runs/stream"
            await http.post(path, json=TURN, headers=key)
            await http.post("/threads", json={"metadata": 5})
            await http.put("/_mock/scenarios/hello", json={"say": "Hi"})
            await http.get("/threads/nobody", headers={"X-Mock-Session": "other"})
            before = await entries(http)
            owner = before["entries"][0]["owner"]
            as_if_killed(state, copy)
        async with mock_of(copy, keep_journal=True) as (http, _):
            after = await entries(http)
            assert [shown(each) for each in after["entries"]] == [shown(each) for each in before["entries"]]
            assert [each["valid"] for each in after["entries"]] == [True, True, False]
            assert after["last_number"] == before["last_number"]
            found = await entries(http, owner=owner, operation="stream_thread_run")
            assert [each["number"] for each in found["entries"]] == [2]
            other = await http.get("/_mock/journal", headers={"X-Mock-Session": "other"})
            assert [each["status"] for each in other.json()["entries"]] == [422]
            await http.get("/ok")
            assert (await entries(http))["last_number"] == before["last_number"] + 1
        assert SECRET.encode() not in b"".join(value for (value,) in rows(copy, "SELECT value FROM journal"))

    run(act)


def shown(entry):
    """Return the entry with its times rounded to those that a file can keep."""
    text = orjson.dumps(entry).decode()
    times = [entry.pop("duration_ms"), *(each.pop("at_ms") for each in (entry["response"]["events"] or []))]
    assert all(time >= 0 for time in times), text
    started = entry.pop("started_at")
    return entry, [round(time, 1) for time in times], started[:22]


def test_a_stream_in_progress_has_the_events_that_were_sent(tmp_path):
    state, copy = tmp_path / "state.db", tmp_path / "copy.db"

    async def act():
        async with mock_of(state, keep_journal=True) as (http, sessions):
            await http.put("/_mock/scenarios/pause", json={"steps": [{"say": "Hi"}, {"wait": "60s"}, "Late"]})
            body = {"assistant_id": "pause", "input": TURN["input"], "stream_mode": ["messages-tuple"]}
            stream = asyncio.create_task(http.post("/runs/stream", json=body))
            exchanges = sessions.default.journal
            while not any(b"Hi" in each.sent.content for each in exchanges):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            as_if_killed(state, copy)
            stream.cancel()
        async with mock_of(copy, keep_journal=True) as (http, _):
            (entry,) = (await entries(http, operation="stream_run"))["entries"]
            assert entry["request"]["body"] == body
            assert entry["finished"]
            assert not entry["response"]["complete"]
            names = [event["event"] for event in entry["response"]["events"]]
            assert names[:2] == ["metadata", "messages"]

    run(act)


def test_a_saved_journal_is_bounded_and_cleared_like_that_in_memory(tmp_path, monkeypatch):
    state = tmp_path / "state.db"
    monkeypatch.setattr(journal.Journal.__init__, "__kwdefaults__", {"max_exchanges": 3, "max_bytes": 10**6})

    async def act():
        async with mock_of(state, keep_journal=True) as (http, _):
            for _ in range(10):
                await http.get("/ok")
            await http.get("/ok", headers={"X-Mock-Session": "deleted"})
            await http.delete("/_mock/sessions/deleted")
        assert numbers(state) == [("default", 8), ("default", 9), ("default", 10)]
        async with mock_of(state, keep_journal=True) as (http, _):
            assert [each["number"] for each in (await entries(http))["entries"]] == [8, 9, 10]
            await http.delete("/_mock/journal")
            await http.get("/ok")
        assert numbers(state) == [("default", 11)]
        async with mock_of(state, keep_journal=True) as (http, _):
            await http.get("/ok")
            await http.post("/_mock/reset")
        assert numbers(state) == []

    run(act)


def test_a_saved_journal_is_deleted_without_the_option(tmp_path):
    state = tmp_path / "state.db"

    async def act():
        async with mock_of(state, keep_journal=True) as (http, _):
            await http.get("/ok")
        assert numbers(state)
        async with mock_of(state) as (http, _):
            assert (await entries(http))["entries"] == []
        async with mock_of(state, keep_journal=True) as (http, _):
            assert (await entries(http))["entries"] == []

    run(act)


def numbers(state):
    return rows(state, "SELECT session, number FROM journal WHERE part = 0 ORDER BY number")


def rows(state, statement):
    with closing(sqlite3.connect(state)) as connection:
        return connection.execute(statement).fetchall()
