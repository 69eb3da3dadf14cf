"""Snapshots: a restored session gives the same responses as the one that was saved."""

import asyncio
import json

import pytest
import yaml

AGENT = {"assistant_id": "agent", "stream_resumable": True}
FAILS_ONCE = {"steps": [{"error": {"message": "no", "times": 1}}, "Now it works."]}
EMAIL = "send an email to bob@example.com"


def said(text):
    return {"messages": [{"role": "user", "content": text}]}


async def fill(mock, session):
    """Create one of everything, and return the requests that read it."""

    async def ask(*words, **more):
        return await mock(*words, session=session, **more)

    await ask("PATCH", "/_mock/clock", {"frozen": True})
    thread = (await ask("POST", "/threads", {"metadata": {"topic": "a"}, "ttl": {"ttl": 60}}))["thread_id"]
    for graph, text in (("agent", "What is the weather?"), ("nested", "hi"), ("hitl", "hi")):
        body = {"assistant_id": graph, "input": said(text), "stream_resumable": True}
        await ask("POST", f"/threads/{thread}/runs/wait", body)
    broken = (await ask("POST", "/threads", {}))["thread_id"]
    await ask("POST", f"/threads/{broken}/runs/wait", {"assistant_id": "failing", "input": said("hi")})
    path = f"/threads/{thread}"
    fork = (await ask("POST", f"{path}/history", {"limit": 3}))[2]["checkpoint"]
    await ask("POST", f"{path}/state", {"values": said("fork"), "checkpoint": fork})
    assistant = await ask("POST", "/assistants", {"graph_id": "agent", "name": "mine"})
    assistant_path = f"/assistants/{assistant['assistant_id']}"
    await ask("PATCH", assistant_path, {"name": "renamed"})
    await ask(
        "PUT", "/store/items", {"namespace": ["a", "b"], "key": "k", "value": {"n": 1}, "ttl": 5}, status=204
    )
    await ask("PUT", "/_mock/scenarios/mine", FAILS_ONCE)
    await ask("POST", f"/threads/{broken}/runs/wait", {"assistant_id": "mine", "input": said("hi")})
    cron = await ask("POST", f"{path}/runs/crons", {"assistant_id": "agent", "schedule": "0 * * * *"})
    return [
        ("GET", path, None),
        ("GET", f"/threads/{broken}", None),
        ("GET", f"{path}/state?subgraphs=true", None),
        ("POST", f"{path}/history", {"limit": 100}),
        ("GET", f"{path}/runs?limit=100", None),
        ("POST", f"{assistant_path}/versions", {}),
        ("POST", "/assistants/search", {"limit": 100}),
        ("POST", "/threads/search", {"limit": 100}),
        ("POST", "/store/items/search", {}),
        ("POST", "/runs/crons/search", {}),
        ("GET", f"/runs/crons/{cron['cron_id']}", None),
        ("GET", "/_mock/scenarios", None),
        ("GET", "/_mock/scenarios/mine", None),
    ]


@pytest.mark.parametrize("seed", [None, 7])
def test_a_restored_session_gives_the_same_responses(tested, seed):
    async def act(mock):
        reads = await fill(mock, "one")
        before = [await mock(*read, session="one") for read in reads]
        snapshot = await mock("GET", "/_mock/snapshot", session="one")
        await mock("PUT", "/_mock/snapshot", snapshot, session="two", status=204)
        after = [await mock(*read, session="two") for read in reads]
        again = await mock("GET", "/_mock/snapshot", session="two")
        return before, after, snapshot, again

    before, after, snapshot, again = tested(act, seed=seed)
    assert after == before
    assert again == snapshot


def test_scenarios_survive_a_reset_with_their_failures(tested):
    async def act(mock):
        await mock("PUT", "/_mock/scenarios/mine", FAILS_ONCE)
        path = f"/threads/{(await mock('POST', '/threads', {}))['thread_id']}/runs/wait"
        body = {"assistant_id": "mine", "input": said("hi")}
        failed = await mock("POST", path, body)
        snapshot = await mock("GET", "/_mock/snapshot")
        await mock("POST", "/_mock/reset", {})
        await mock("PUT", "/_mock/snapshot", snapshot, status=204)
        return failed, await mock("POST", path, body)

    failed, values = tested(act)
    assert failed["__error__"]["message"] == "no"
    assert values["messages"][-1]["content"] == "Now it works."


def test_a_broken_scenario_in_a_snapshot_names_the_field(tested):
    async def act(mock):
        snapshot = await mock("GET", "/_mock/snapshot")
        snapshot["scenarios"] = [{"name": "mine", "scenario": {"steps": ["interrupt"]}}]
        return await mock("PUT", "/_mock/snapshot", snapshot, status=422)

    assert tested(act)["detail"].startswith("body.scenarios.0.scenario: steps.0: the step 'interrupt'")


def test_a_restored_session_continues_like_the_saved_one(tested):
    """Later ids are also the same, since the mock has a seed."""

    async def continued(mock, session):
        thread = (await mock("POST", "/threads/search", {"status": "interrupted"}, session=session))[0]
        body = {"assistant_id": "hitl", "command": {"resume": "yes"}}
        path = f"/threads/{thread['thread_id']}"
        values = await mock("POST", f"{path}/runs/wait", body, session=session)
        return values, await mock("POST", "/threads", {}, session=session)

    async def act(mock):
        thread = (await mock("POST", "/threads", {}, session="one"))["thread_id"]
        run = {"assistant_id": "hitl", "input": said("hi")}
        await mock("POST", f"/threads/{thread}/runs/wait", run, session="one")
        await mock("PATCH", "/_mock/clock", {"frozen": True}, session="one")
        snapshot = await mock("GET", "/_mock/snapshot", session="one")
        await mock("PUT", "/_mock/snapshot", snapshot, session="two", status=204)
        return await continued(mock, "one"), await continued(mock, "two")

    one, two = tested(act, seed=7)
    assert one == two


def test_an_unfinished_run_starts_again(tested):
    async def act(mock):
        thread = (await mock("POST", "/threads", {}))["thread_id"]
        path = f"/threads/{thread}/runs"
        body = {"assistant_id": "agent", "input": said("hi"), "after_seconds": 3600}
        run = await mock("POST", path, body)
        snapshot = await mock("GET", "/_mock/snapshot")
        await mock("PUT", "/_mock/snapshot", snapshot, session="two", status=204)
        path = f"{path}/{run['run_id']}"
        await asyncio.sleep(0.02)
        assert (await mock("GET", path, session="two"))["status"] == "pending"
        await mock("POST", "/_mock/clock/advance", {"seconds": 3600}, session="two")
        values = await mock("GET", f"{path}/join", session="two")
        return values["messages"], (await mock("GET", path))["status"]

    messages, original = tested(act)
    assert [message["type"] for message in messages] == ["human", "ai"]
    assert original == "pending"


def test_yaml_is_restored_like_json(tested):
    async def act(mock):
        await mock("POST", "/threads", {"metadata": {"day": "2025-01-01", "on": "yes", "n": "1e3"}})
        taken = await mock.http.get("/_mock/snapshot", headers={"Accept": "application/yaml"})
        await mock("POST", "/_mock/reset")
        headers = {"Content-Type": "application/yaml"}
        await mock("PUT", "/_mock/snapshot", headers=headers, content=taken.content, status=204)
        return taken, await mock("POST", "/threads/search", {})

    taken, [thread] = tested(act)
    assert taken.headers["content-type"] == "application/yaml"
    assert yaml.safe_load(taken.text)["threads"][0]["metadata"] == thread["metadata"]
    assert thread["metadata"] == {"day": "2025-01-01", "on": "yes", "n": "1e3"}


def test_a_failed_restore_changes_nothing(tested):
    async def act(mock):
        await mock("POST", "/threads", {})
        snapshot = await mock("GET", "/_mock/snapshot")
        await mock("PUT", "/_mock/snapshot", {**snapshot, "format": 2}, status=422)
        return await mock("POST", "/threads/search", {})

    assert len(tested(act)) == 1


MISSING = "00000000-0000-4000-8000-000000000000"
BROKEN = [
    (("states", 0, "checkpoints", 0, "checkpoint"), ["msgpack", "AAAA"], "body.states.0"),
    (("states", 0, "checkpoints", 0, "checkpoint"), ["nothing", ""], "body.states.0"),
    (("states", 0, "checkpoints", 0, "checkpoint"), ["msgpack", "A"], "body.states.0.checkpoints.0"),
    (("states", 0, "values", 0), {}, "body.states.0.values.0"),
    (("states", 0, "thread_id"), MISSING, "body.states.0.thread_id"),
    (("runs", 0, "thread_id"), MISSING, "body.runs.0.thread_id"),
    (("assistants", 0, "graph_id"), "other", "body.assistants.0.graph_id"),
    (("assistant_versions",), [], "body.assistant_versions"),
    (("threads", 0, "created_at"), "yesterday", "body.threads.0.created_at"),
    (("clock", "elapsed"), "1", "body.clock.elapsed"),
    (("crons", 0, "schedule"), "never", "body.schedule"),
    (("crons", 0, "next_run_date"), "0000-00-00T00:00:00Z", "body.crons.0.next_run_date"),
    (("ids",), "AAAA", "body.ids"),
]


@pytest.mark.parametrize(("place", "value", "field"), BROKEN, ids=[json.dumps(each[:2]) for each in BROKEN])
def test_a_broken_snapshot_is_rejected_with_the_name_of_the_field(tested, place, value, field):
    async def act(mock):
        thread = (await mock("POST", "/threads", {}))["thread_id"]
        await mock("POST", f"/threads/{thread}/runs/wait", {"assistant_id": "agent", "input": said("hi")})
        await mock("POST", "/runs/crons", {"assistant_id": "agent", "schedule": "0 * * * *"})
        snapshot = await mock("GET", "/_mock/snapshot")
        holder = snapshot
        for key in place[:-1]:
            holder = holder[key]
        holder[place[-1]] = value
        return await mock("PUT", "/_mock/snapshot", snapshot, status=422)

    assert tested(act, seed=1)["detail"].startswith(field)


@pytest.mark.parametrize(
    "body", [b"{", b"a: [", b"\xff", b"&a [*a]", b"!!python/object:os.system {}", b"1: 2"]
)
def test_broken_yaml_is_rejected(tested, body):
    async def act(mock):
        headers = {"Content-Type": "application/yaml"}
        return await mock("PUT", "/_mock/snapshot", headers=headers, content=body, status=422)

    assert tested(act)["detail"].startswith("body")
