"""A restart with the same state file: everything that was answered is there, and unfinished work goes on."""

import asyncio
from contextlib import suppress

import pytest
from restarts import as_if_killed, everything, mock_of

from contract_tests.client.operation_request import NO_BODY
from contract_tests.contract import load
from contract_tests.generation.generated import Generator
from contract_tests.validation.request import Validity
from mockserver.control.snapshot import SNAPSHOT, snapshot_of
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
    """Assert that a mock with a copy of the file, as it is now, returns the same as this one."""
    before = [await everything(http, **{"X-Mock-Session": name}) for name in names], contents(sessions)
    async with mock_of(as_if_killed(state, copy), **settings) as (restarted_http, restarted):
        assert contents(restarted) == before[1]
        after = [await everything(restarted_http, **{"X-Mock-Session": name}) for name in names]
        assert after == before[0]


@pytest.mark.parametrize("seed", [None, 7])
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


def test_owners_keep_what_is_theirs(tmp_path):
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
