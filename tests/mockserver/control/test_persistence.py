"""A restart with the same state file: all acknowledged changes are there, and unfinished work continues."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from unittest.mock import Mock

import orjson
import pytest
from restarts import as_if_killed, everything, mock_of

from contract_tests.client.operation_request import NO_BODY
from contract_tests.contract import load
from contract_tests.generation.valid_requests import Generator
from contract_tests.validation.request import Validity
from mockserver.control.persistence import Persistence
from mockserver.control.snapshot import SNAPSHOT, snapshot_of
from mockserver.control.state_file import BrokenState, Record, StateFile, put, put_session
from patience import PATIENCE
from sweep import sweep

TURN = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}}
SECONDS = 0.5
"""Seconds after which the client of a stream disconnects."""


def run(act):
    async def main():
        async with asyncio.timeout(PATIENCE):
            await act()

    asyncio.run(main())


async def finished(world):
    """Wait for the end of all runs."""
    for log in [world.logs.of(run.run_id) for run in world.runs.every() if not run.finished]:
        if log:
            await log.finished()


def contents(sessions):
    """Return all that snapshots have of each session, and its faults."""
    found = {}
    for session in sessions:
        snapshot = SNAPSHOT.dump_python(snapshot_of(session.world), mode="json", warnings=False)
        del snapshot["clock"]["now"], snapshot["clock"]["elapsed"]
        for name, key in (("states", "thread_id"), ("run_logs", "run_id")):
            snapshot[name] = sorted(snapshot[name], key=lambda each: each[key])
        attempts = {name: dict(counts) for name, counts in session.world._attempts.items()}
        found[session.id] = snapshot, session.faults.saved(), session.created_at, attempts
    return found


async def must_survive(state, copy, http, sessions, names=("default",), **settings):
    """Assert that a mock with a copy of the current file returns the same as this one."""
    before = [await everything(http, **{"X-Mock-Session": name}) for name in names], contents(sessions)
    async with mock_of(as_if_killed(state, copy), **settings) as (restarted_http, restarted):
        assert contents(restarted) == before[1]
        after = [await everything(restarted_http, **{"X-Mock-Session": name}) for name in names]
        assert after == before[0]


@pytest.mark.parametrize("seed", sweep([None, 7], None))
def test_a_restart_keeps_everything(tmp_path, seed):
    state = tmp_path / "state.db"

    async def act():
        async with mock_of(state, seed=seed) as (http, sessions):
            for session in ("default", "other"):
                http.headers["X-Mock-Session"] = session
                generate = {"threads": 3, "long_thread": 20, "statuses": True, "interrupts": True}
                assert (await http.post("/_mock/seed", json={"generate": generate})).status_code == 200
                resumable = {**TURN, "stream_resumable": True}
                thread = (await http.post("/threads", json={"ttl": {"ttl": 60}})).json()["thread_id"]
                await http.post(f"/threads/{thread}/runs/wait", json=resumable)
                await http.post(f"/threads/{thread}/copy")
                await http.put(
                    "/store/items", json={"namespace": ["a", "b"], "key": "k", "value": {}, "ttl": 5}
                )
                await http.put("/store/items", json={"namespace": ["a"], "key": "k", "value": {"n": 1}})
                await http.request("DELETE", "/store/items", json={"namespace": ["a"], "key": "k"})
                cron = {**TURN, "schedule": "0 * * * *"}
                await http.post("/runs/crons", json=cron)
                await http.post(f"/threads/{thread}/runs/crons", json=cron)
                mine = (await http.post("/assistants", json={"graph_id": "agent"})).json()["assistant_id"]
                await http.patch(f"/assistants/{mine}", json={"name": "renamed"})
                await http.post(f"/assistants/{mine}/latest", json={"version": 1})
                scenario = {"turns": [{"steps": [{"error": {"status": 429, "times": 1}}, {"say": "hello"}]}]}
                await http.put("/_mock/scenarios/mine", json=scenario)
                assert (
                    await http.post("/runs/wait", json={**TURN, "assistant_id": "mine"})
                ).status_code == 429
                fault = {"effect": {"status": 503}, "match": {"operation": "get_info"}, "times": 1}
                await http.post("/_mock/faults", json=fault)
                assert (await http.get("/info")).status_code == 503
            await must_survive(state, tmp_path / "copy.db", http, sessions, ("default", "other"), seed=seed)

    run(act)


def test_owners_keep_their_resources(tmp_path):
    state, headers = tmp_path / "state.db", {"X-Api-Key": "alice"}

    async def act():
        async with mock_of(state) as (http, _):
            thread = (await http.post("/threads", json={}, headers=headers)).json()
        async with mock_of(state) as (http, _):
            path = f"/threads/{thread['thread_id']}"
            assert (await http.get(path, headers=headers)).json() == thread
            assert (await http.get(path, headers={"X-Api-Key": "bob"})).status_code == 404

    run(act)


OPERATIONS = [
    *(operation for operation in load().operations if operation.id != "open_thread_socket"),
]


async def sent(http, operation, request, ids):
    """Send a generated request that names existing resources, and give up a stream after a moment."""
    path = operation.path.format(**{**request.path, **aimed(dict(request.path), ids)})
    body = {} if request.body is NO_BODY else {"json": aimed(request.body, ids)}
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            return await http.request(operation.method, path, params=request.query, **body)
    return None


def aimed(value, ids, name=""):
    """Replace ids by those of existing resources, and drop delays."""
    if isinstance(value, dict):
        return {key: aimed(inner, ids, key) for key, inner in value.items() if key != "after_seconds"}
    if isinstance(value, list):
        return [aimed(inner, ids) for inner in value]
    return ids.get(name, value) if isinstance(value, str) else value


async def created(http):
    """Create a resource of each kind, and return the ids."""
    thread = (await http.post("/threads", json={"metadata": {"graph_id": "agent"}})).json()["thread_id"]
    run = (await http.post(f"/threads/{thread}/runs", json={**TURN, "stream_resumable": True})).json()
    await http.get(f"/threads/{thread}/runs/{run['run_id']}/join")
    assistant = (await http.post("/assistants", json={"graph_id": "agent"})).json()["assistant_id"]
    cron = (await http.post("/runs/crons", json={**TURN, "schedule": "0 0 1 1 *"})).json()["cron_id"]
    item = {"namespace": ["a"], "key": "k", "value": {"n": 1}}
    await http.put("/store/items", json=item)
    history = (await http.post(f"/threads/{thread}/history", json={})).json()
    return {
        "thread_id": thread,
        "run_id": run["run_id"],
        "assistant_id": assistant,
        "cron_id": cron,
        "checkpoint_id": history[0]["checkpoint_id"],
        "key": "k",
    }


@pytest.mark.parametrize("seed", sweep([*range(20)], 0))
def test_a_restart_keeps_what_generated_requests_to_every_operation_change(tmp_path, seed):
    """One request to each operation at a time, the same resources for all; deletions come last."""
    contract = load()
    generator = Generator(contract, Validity(contract), seed=seed)
    last = ("delete", "prune")
    operations = sorted(contract.operations, key=lambda one: any(word in one.id for word in last))
    state = tmp_path / "state.db"

    async def act():
        async with mock_of(state) as (http, sessions):
            ids = await created(http)
            statuses = set()
            for operation in operations:
                for request in generator.valid(operation, 2):
                    response = await sent(http, operation, request, ids)
                    statuses.add((operation.id, response.status_code if response else None))
                    ids |= await created(http) if any(word in operation.id for word in last) else {}
            await finished(sessions.default.world)
            await http.get("/ok")
            await must_survive(state, tmp_path / "copy.db", http, sessions)
            assert len({name for name, status in statuses if status and status < 300}) > len(operations) / 2

    run(act)


def resumable(graph, text="hi", **more):
    said = {"messages": [{"role": "user", "content": text}]}
    return {"assistant_id": graph, "input": said, "stream_resumable": True, "on_completion": "keep", **more}


async def until(http, path, status):
    """Read the run or thread until it has the status."""
    while (found := (await http.get(path)).json())["status"] != status:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return found


def test_a_run_in_progress_fails_and_pending_runs_start(tmp_path):
    state, copy = tmp_path / "state.db", tmp_path / "copy.db"

    async def act():
        async with mock_of(state, pace=1000) as (http, _):
            thread = (await http.post("/threads", json={})).json()["thread_id"]
            path = f"/threads/{thread}/runs"
            first = (await http.post(path, json=resumable("agent", "slow"))).json()["run_id"]
            await until(http, f"{path}/{first}", "running")
            while not (await http.post(f"/threads/{thread}/history", json={})).json():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            second = (await http.post(path, json=resumable("agent"))).json()["run_id"]
            delayed = (await http.post("/runs", json=resumable("agent", after_seconds=3600))).json()
            stateless = (
                await http.post("/runs", json={**resumable("slow"), "on_completion": "delete"})
            ).json()
            history = (await http.post(f"/threads/{thread}/history", json={"limit": 100})).json()
            as_if_killed(state, copy)
        async with mock_of(copy) as (http, sessions):
            assert (await http.get(f"{path}/{first}")).json()["status"] == "error"
            events = (await http.get(f"{path}/{first}/stream", headers={"Last-Event-ID": "-1"})).text
            assert events.startswith("event: metadata")
            assert "MockStopped" in events.rstrip().splitlines()[-2]
            await until(http, f"{path}/{second}", "success")
            assert (await until(http, f"/threads/{thread}", "idle"))["error"] is None
            after = (await http.post(f"/threads/{thread}/history", json={"limit": 100})).json()
            kept = [each["checkpoint_id"] for each in history]
            assert [each["checkpoint_id"] for each in after][-len(kept) :] == kept
            assert (await http.get(f"/threads/{stateless['thread_id']}")).status_code == 404
            late = f"/threads/{delayed['thread_id']}/runs/{delayed['run_id']}"
            assert (await http.get(late)).json()["status"] == "pending"
            await sessions.default.clock.advance(3600)
            await until(http, late, "success")

    run(act)


def test_a_failed_thread_can_be_continued(tmp_path):
    state, copy = tmp_path / "state.db", tmp_path / "copy.db"

    async def act():
        async with mock_of(state, pace=1000) as (http, _):
            thread = (await http.post("/threads", json={})).json()["thread_id"]
            await http.post(f"/threads/{thread}/runs", json=resumable("agent", "hello"))
            while not (await http.get(f"/threads/{thread}/state")).json()["next"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            as_if_killed(state, copy)
        async with mock_of(copy) as (http, _):
            failed = await until(http, f"/threads/{thread}", "error")
            assert failed["error"]["error"] == "MockStopped"
            body = {"assistant_id": "agent", "input": None}
            values = (await http.post(f"/threads/{thread}/runs/wait", json=body)).json()
            assert [each["type"] for each in values["messages"]] == ["human", "ai"]

    run(act)


def test_time_passes_while_the_mock_is_down_unless_its_clock_is_frozen(tmp_path):
    state = tmp_path / "state.db"

    async def act():
        async with mock_of(state) as (http, _):
            for session in ("default", "frozen"):
                http.headers["X-Mock-Session"] = session
                await http.patch("/_mock/clock", json={"frozen": session == "frozen"})
                await http.post("/threads", json={"ttl": {"ttl": 60}})
        saved = Persistence(state, seed=None)
        for session in ("default", "frozen"):
            records = [each for each in saved._file.records(session) if each.part == "world"]
            world = orjson.loads(records[0].value)
            world["saved_at"] = (datetime.fromisoformat(world["saved_at"]) - timedelta(hours=1)).isoformat()
            saved._file.write([put(records[0]._replace(value=orjson.dumps(world)))])
        saved._file.close()
        async with mock_of(state) as (http, _):
            count = {}
            for session in ("default", "frozen"):
                http.headers["X-Mock-Session"] = session
                count[session] = (await http.post("/threads/count", json={})).json()
        assert count == {"default": 0, "frozen": 1}

    run(act)


def test_a_reset_and_a_deleted_session_are_kept(tmp_path):
    state = tmp_path / "state.db"

    async def act():
        async with mock_of(state) as (http, sessions):
            for session in ("default", "reset", "deleted", "restored"):
                http.headers["X-Mock-Session"] = session
                await http.post("/threads", json={})
            snapshot = (await http.get("/_mock/snapshot")).json()
            await http.post("/threads", json={})
            await http.put("/_mock/snapshot", json=snapshot)
            await http.post("/_mock/reset", headers={"X-Mock-Session": "reset"})
            await http.delete("/_mock/sessions/deleted")
            names = [session.id for session in sessions]
            assert "deleted" not in names
            await must_survive(state, tmp_path / "copy.db", http, sessions, names)

    run(act)


def test_a_file_that_can_not_be_written_fails_requests_until_it_can(tmp_path, monkeypatch):
    state = tmp_path / "state.db"

    async def act():
        async with mock_of(state) as (http, sessions):
            with monkeypatch.context() as broken:
                full = BrokenState(state, "can't be used: disk full")
                broken.setattr(StateFile, "write", Mock(side_effect=full))
                response = await http.put("/store/items", json={"namespace": ["a"], "key": "k", "value": {}})
                assert response.status_code == 500
                assert response.json() == {"detail": f"{state}: can't be used: disk full"}
                assert (await http.get("/ok")).status_code == 500
            assert (await http.get("/ok")).status_code == 200
            await must_survive(state, tmp_path / "copy.db", http, sessions)

    run(act)


def test_a_new_graph_gets_an_assistant_and_a_removed_one_loses_it(tmp_path):
    state = tmp_path / "state.db"
    (tmp_path / "one.yaml").write_text("say: hello")
    (tmp_path / "two.yaml").write_text("say: hello")

    async def act():
        async with mock_of(state, scenarios=(tmp_path / "one.yaml",)) as (http, _):
            mine = (await http.post("/assistants", json={"graph_id": "one"})).json()["assistant_id"]
            hitl = (await http.post("/assistants/search", json={"graph_id": "hitl"})).json()[0][
                "assistant_id"
            ]
            await http.delete(f"/assistants/{hitl}")
        async with mock_of(state, scenarios=(tmp_path / "two.yaml",)) as (http, _):
            found = (await http.post("/assistants/search", json={"limit": 100})).json()
            ids = {each["graph_id"]: each["assistant_id"] for each in found}
            assert ids.keys() == {"one", "two", "agent", "failing", "nested", "slow"}
            assert ids["one"] == mine

    run(act)


def test_a_damaged_record_fails_the_start(tmp_path):
    state = tmp_path / "state.db"
    saved = Persistence(state, seed=None)
    saved._file.write([put_session("default", b'{"created_at": "2026-01-01T00:00:00+00:00", "faults": {}}')])
    saved._file.write([put(Record("default", "threads", "", "one", b'{"thread_id": 1}'))])
    saved._file.close()

    async def act():
        async with mock_of(state):
            pass

    with pytest.raises(BrokenState, match=r"is damaged .a record of session 'default': .*; move it away"):
        run(act)
