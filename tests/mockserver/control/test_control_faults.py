"""Faults and journal of a served mock, through its control plane."""

import asyncio
import threading
import time

import httpx
import pytest
from httpx_sse import connect_sse
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mockserver.in_process import running
from mockserver.settings import Settings
from sweep import sweep


@pytest.fixture(scope="module")
def url():
    with running(Settings(pace=0, seed=0)) as mock:
        yield mock.url


@pytest.fixture
def client(url, request):
    session = {"X-Mock-Session": request.node.name.partition("[")[0]}
    with httpx.Client(base_url=url, headers=session) as client:
        client.delete("/_mock/faults")
        client.delete("/_mock/journal")
        yield client


def fault(client, **given):
    response = client.post("/_mock/faults", json=given)
    assert response.status_code == 201, response.text
    return response.json()


def verify(client, **given):
    response = client.post("/_mock/verify", json=given)
    assert response.status_code == 200, response.text
    return response.json()


def last_entry(client, **query):
    return client.get("/_mock/journal", params=query).json()["entries"][-1]


def run(text="hi", **more):
    return {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": text}]}, **more}


def test_faults_are_added_read_replaced_and_deleted(client):
    made = fault(client, id="a", effect={"status": 500}, times=1)
    assert client.get("/_mock/faults").json() == [made]
    assert client.post("/_mock/faults", json={"id": "a", "effect": {"delay": 0}}).status_code == 409
    assert client.post("/threads", json={}).status_code == 500
    assert client.get("/_mock/faults/a").json() == {**made, "matched": 1, "applied": 1}
    assert client.put("/_mock/faults/b", json={"effect": {"delay": 0}}).json()["id"] == "b"
    assert [each["id"] for each in client.put("/_mock/faults", json=[{"effect": {"delay": 0}}]).json()] == [
        "fault-1"
    ]
    assert client.delete("/_mock/faults/fault-1").status_code == 204
    assert client.get("/_mock/faults/fault-1").status_code == 404
    assert client.delete("/_mock/faults").status_code == 204
    assert client.get("/_mock/faults").json() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "body"),
        ({"effect": {}}, "body.effect"),
        ({"effect": {"status": 99}}, "body.effect.status"),
        ({"effect": {"delay": -1}}, "body.effect.delay"),
        ({"effect": {"delay": 1}, "times": 0}, "body.times"),
        ({"effect": {"delay": 1}, "probability": 2}, "body.probability"),
        ({"effect": {"delay": 1}, "match": {"operation": "fly"}}, "body.match.operation"),
        ({"effect": {"delay": 1}, "match": {"path": "threads"}}, "body.match.path"),
        ({"effect": {"delay": 1}, "macth": {}}, "body"),
        ({"effect": {"headers": {"a": "b\r\nc: d"}}}, "body.effect.headers.a"),
        ({"effect": {"headers": {"Content-Length": "1"}}}, "body.effect.headers.Content-Length"),
        ({"effect": {"stream": {"lost": 0}}}, "body.effect.stream.lost"),
    ],
)
def test_an_invalid_fault_is_422_and_names_the_field(client, given, field):
    response = client.post("/_mock/faults", json=given)
    assert response.status_code == 422
    assert response.json()["detail"].startswith(field + ":")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"effect": {"stauts": 429}}, "body.effect: unknown key 'stauts'; did you mean 'status'?"),
        ({"effect": {"delay": 1}, "macth": {}}, "body: unknown key 'macth'; did you mean 'match'?"),
        ({"effect": {"delay": 1}, "zzz": 1}, "body: unknown key 'zzz'; use id, match, calls, times, "),
        ({"effect": {"delay": -1}}, "body.effect.delay: -1 is less than the minimum of 0"),
        (
            {"effect": {"delay": {"unifrom": {"min": 1, "max": 2}}}},
            "body.effect.delay: unknown key 'unifrom'; did you mean 'uniform'?",
        ),
        (
            {"effect": {"delay": {"uniform": {"min": 1, "max": "2"}}}},
            'body.effect.delay.uniform.max: "2" is not of type "number"',
        ),
        (
            {"effect": {"delay": 1}, "calls": {"evry": 3}},
            "body.calls: unknown key 'evry'; did you mean 'every'?",
        ),
        (
            {"effect": {"headers": {"A B": "1"}}},
            'body.effect.headers: "A B" is not valid; a valid one is "Retry-',
        ),
        (
            {"effect": {"delay": 1}, "match": {"method": "GETT"}},
            "body.match.method: 'GETT' is not a method; did you",
        ),
        (
            {"effect": {"example": "unknwon"}, "match": {"operation": "get_thread"}},
            "body.effect.example: 'unknwon' is not an example of get_thread; did you mean 'unknown'?",
        ),
        ({"effect": {"delay": "2s"}}, 'body.effect.delay: "2s" is not of type "number"; or "2s" is not of '),
        (
            {"effect": {"delay": 1}, "match": {"operation": "stream_thread_runs"}},
            "body.match.operation: 'stream_thread_runs' is not an operation of the contract; did you mean 's",
        ),
        (
            {"effect": {"delay": 1}, "match": {"operation": "zzz"}},
            "body.match.operation: 'zzz' is not an operation of the contract; /openapi.json has their ids",
        ),
    ],
)
def test_the_error_of_an_invalid_fault_names_the_remedy(client, given, problem):
    assert client.post("/_mock/faults", json=given).json()["detail"].startswith(problem)


def test_a_forced_error_is_readable_for_pages(client):
    fault(client, effect={"status": 503})
    response = client.get("/ok", headers={"Origin": "http://localhost:3000"})
    assert response.status_code == 503
    assert response.headers["access-control-allow-origin"] == "*"
    assert "x-mock-fault" in response.headers["access-control-expose-headers"]


def test_the_control_plane_itself_has_no_faults(client):
    fault(client, effect={"status": 503})
    assert client.get("/_mock/faults").status_code == 200


def test_faults_belong_to_one_session(client, url):
    fault(client, effect={"status": 503})
    assert httpx.get(f"{url}/ok").status_code == 200
    assert client.get("/ok").status_code == 503


def test_a_graph_id_matches_runs_that_name_the_assistant_by_uuid(client):
    assistant = client.post("/assistants/search", json={"graph_id": "agent"}).json()[0]["assistant_id"]
    fault(client, match={"assistant_id": "agent"}, effect={"status": 503})
    for name in ("agent", assistant):
        assert client.post("/runs/wait", json={**run(), "assistant_id": name}).status_code == 503
    assert client.post("/runs/wait", json={**run(), "assistant_id": "nested"}).status_code == 200


def test_a_queued_run_leaves_its_thread_busy_and_empty(client):
    fault(client, match={"operation": "create_thread_run"}, effect={"queue": 60}, times=1)
    thread = client.post("/threads", json={}).json()["thread_id"]
    started = client.post(f"/threads/{thread}/runs", json=run())
    assert started.headers["x-mock-fault"] == "fault-1"
    assert client.get(f"/threads/{thread}").json()["status"] == "busy"
    assert client.get(f"/threads/{thread}/state").json()["values"] == {}
    assert client.get(f"/threads/{thread}/runs/{started.json()['run_id']}").json()["status"] == "pending"
    assert client.delete(f"/threads/{thread}").status_code == 204


def test_a_queued_run_runs_in_the_end(client):
    fault(client, effect={"queue": 0.1})
    start = time.perf_counter()
    assert client.post("/runs/wait", json=run()).json()["messages"]
    assert time.perf_counter() - start >= 0.1


def test_the_journal_shows_requests_responses_and_verdicts(client):
    client.post("/threads", json={"metadata": {"user": "ann"}}, headers={"x-api-key": "top-secret"})
    entry = last_entry(client)
    assert entry["operation"] == "create_thread"
    assert entry["request"]["body"] == {"metadata": {"user": "ann"}}
    assert entry["request"]["headers"]["x-api-key"] == "***"
    assert entry["response"]["body"]["metadata"] == {"user": "ann"}
    assert (entry["status"], entry["valid"], entry["finished"]) == (200, True, True)
    assert entry["owner"]
    assert entry["session"] == "test_the_journal_shows_requests_responses_and_verdicts"


def test_the_journal_names_what_violates_the_contract(client):
    client.post("/threads", json={"metadata": 3})
    entry = last_entry(client)
    assert entry["valid"] is False
    assert entry["request"]["error"].startswith("body.metadata: ")
    fault(client, match={"operation": "create_thread"}, effect={"body": {"thread_id": 5}})
    client.post("/threads", json={})
    entry = last_entry(client, valid=False)
    assert entry["request"]["error"] is None
    assert entry["response"]["error"].startswith("body")
    assert entry["faults"] == ["fault-1"]


def test_a_forced_request_is_in_the_journal_with_its_body(client):
    fault(client, effect={"status": 503})
    client.post("/threads", json={"metadata": {"a": 1}})
    assert last_entry(client, fault="fault-1")["request"]["body"] == {"metadata": {"a": 1}}


def test_the_journal_has_the_events_of_a_stream(client):
    client.post("/runs/stream", json=run(stream_mode=["values"]))
    entry = last_entry(client, operation="stream_run")
    assert [event["event"] for event in entry["response"]["events"]][:2] == ["metadata", "values"]
    times = [event["at_ms"] for event in entry["response"]["events"]]
    assert times == sorted(times)
    assert entry["valid"] is True


def test_a_reset_connection_is_in_the_journal_without_a_response(client):
    fault(client, effect={"connection": "reset"})
    with pytest.raises(httpx.TransportError):
        client.get("/ok")
    entry = client.post("/_mock/journal/wait", json={"match": {"fault": "fault-1"}}).json()["entry"]
    assert (entry["status"], entry["response"]) == (None, None)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 3),
        ({"operation": "create_thread"}, 2),
        ({"method": "get"}, 1),
        ({"status": 422}, 1),
        ({"valid": "true"}, 2),
        ({"body": "ann"}, 1),
        ({"path": "/threads"}, 2),
        ({"limit": 1}, 1),
        ({"limit": 0}, 0),
    ],
)
def test_filters(client, query, count):
    client.post("/threads", json={"metadata": {"user": "ann"}})
    client.post("/threads", json=[])
    client.get("/ok")
    assert len(client.get("/_mock/journal", params=query).json()["entries"]) == count


def test_after_selects_later_requests(client):
    client.get("/ok")
    last = client.get("/_mock/journal").json()["last_number"]
    client.get("/info")
    entries = client.get("/_mock/journal", params={"after": last}).json()["entries"]
    assert [entry["operation"] for entry in entries] == ["get_info"]


def test_wait_for_the_next_match(client):
    client.get("/ok")
    last = client.get("/_mock/journal").json()["last_number"]
    asked = {"match": {"operation": "get_ok"}, "after": last, "timeout": 0.05}
    assert client.post("/_mock/journal/wait", json=asked).json()["entry"] is None
    later = threading.Timer(0.05, lambda: httpx.get(client.base_url.join("/ok"), headers=client.headers))
    later.start()
    entry = client.post("/_mock/journal/wait", json={**asked, "timeout": 60}).json()["entry"]
    later.join()
    assert entry["number"] == last + 1


def test_wait_for_a_request_in_progress(client):
    fault(client, effect={"connection": "stall"})
    with pytest.raises(httpx.ReadTimeout):
        client.get("/ok", timeout=0.1)
    asked = {"match": {"operation": "get_ok"}, "in_progress": True}
    assert client.post("/_mock/journal/wait", json=asked).json()["entry"]["operation"] == "get_ok"


def test_follow_the_journal(client, url):
    with connect_sse(client, "GET", "/_mock/journal/stream", params={"operation": "stream_run"}) as stream:
        httpx.get(f"{url}/ok", headers=client.headers)
        httpx.post(f"{url}/runs/stream", headers=client.headers, json=run(stream_mode=["values"]))
        seen = []
        for event in stream.iter_sse():
            seen.append(event)
            if event.event == "finished":
                break
    assert [event.event for event in seen][:2] == ["started", "event"]
    assert seen[1].json()["event"] == "metadata"
    assert seen[-1].json()["operation"] == "stream_run"


@pytest.mark.parametrize(
    ("times", "verified"),
    [
        (2, True),
        (1, False),
        (0, False),
        ({"at_least": 2}, True),
        ({"at_most": 1}, False),
        ({"at_least": 1, "at_most": 3}, True),
    ],
)
def test_verify_counts(client, times, verified):
    for _ in range(2):
        client.post("/threads", json={"metadata": {"user": "ann"}})
    match = {"operation": "create_thread", "body": {"metadata": {"user": "ann"}}}
    found = verify(client, match=match, times=times)
    assert found["verified"] is verified
    assert found["received"].startswith("2 requests of 2")


def test_verify_never_and_at_least_once(client):
    assert verify(client, match={"operation": "delete_thread"}, times=0)["verified"]
    found = verify(client, match={"operation": "delete_thread"})
    assert not found["verified"]
    assert found["expected"] == "at least 1 request with operation=delete_thread"


def test_verify_order(client):
    client.post("/threads", json={})
    client.get("/ok")
    client.get("/info")
    first, second, third = ({"operation": name} for name in ("create_thread", "get_ok", "get_info"))
    assert verify(client, order=[first, third])["verified"]
    assert verify(client, order=[first, second, third])["verified"]
    found = verify(client, order=[third, first])
    assert not found["verified"]
    assert found["received"] == "no request after #3 with operation=create_thread (step 2)"
    assert not verify(client, order=[second, second])["verified"]


@pytest.mark.parametrize(
    "given",
    [
        {"order": []},
        {"order": [{}], "times": 1},
        {"times": {"at_least": 2, "at_most": 1}},
        {"match": {"operation": "fly"}},
        {"times": -1},
    ],
)
def test_an_invalid_verification_is_422(client, given):
    assert client.post("/_mock/verify", json=given).status_code == 422


def test_a_websocket_has_faults_and_an_entry(client, url):
    thread = client.post("/threads", json={}).json()["thread_id"]
    session = client.headers["X-Mock-Session"]
    at = f"{url.replace('http', 'ws')}/threads/{thread}/stream/events?mock_session={session}"
    command = '{"id": 1, "method": "subscription.subscribe", "params": {"channels": ["values"]}}'
    fault(
        client,
        id="m",
        match={"operation": "stream_thread_events"},
        effect={"stream": {"malformed": 1}},
        times=1,
    )
    with connect(at) as socket:
        socket.send(command)
        assert socket.recv().endswith("{")
    fault(client, id="c", match={"method": "WEBSOCKET"}, effect={"status": 503}, times=1)
    with connect(at) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv()
    assert closed.value.rcvd.code == 4503
    fault(
        client, id="r", match={"thread_id": thread}, effect={"stream": {"cut": {"after": 1, "by": "reset"}}}
    )
    with connect(at) as socket:
        socket.send(command)
        socket.recv()
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv()
    assert closed.value.rcvd is None
    entry = client.get("/_mock/journal", params={"method": "WEBSOCKET", "fault": "m"}).json()["entries"][0]
    assert [event["event"] for event in entry["response"]["events"]] == ["received", "sent"]
    assert entry["response"]["events"][0]["data"]["method"] == "subscription.subscribe"


@pytest.mark.parametrize("sessions", sweep([50, 200], 50))
def test_concurrent_sessions_are_isolated(url, sessions):
    """Half of the sessions have a fault; each has its own journal."""

    async def use(http, number):
        session = {"X-Mock-Session": f"parallel-{number}-of-{sessions}"}
        has_fault = number % 2 == 0
        if has_fault:
            effect = {"status": 500 + number % 50, "body": {"n": number}}
            match = {"operation": "search_threads"}
            await http.post("/_mock/faults", json={"match": match, "effect": effect}, headers=session)
        made = await http.post("/threads", json={"metadata": {"n": number}}, headers=session)
        found = await http.post("/threads/search", json={}, headers=session)
        if has_fault:
            assert (found.status_code, found.json()) == (500 + number % 50, {"n": number})
        else:
            assert [thread["thread_id"] for thread in found.json()] == [made.json()["thread_id"]]
        entries = (await http.get("/_mock/journal", headers=session)).json()["entries"]
        assert [entry["operation"] for entry in entries] == ["create_thread", "search_threads"]
        assert entries[0]["request"]["body"] == {"metadata": {"n": number}}
        assert [entry["faults"] for entry in entries] == [[], ["fault-1"] if has_fault else []]
        return made.json()["thread_id"]

    async def main():
        async with httpx.AsyncClient(base_url=url) as http:
            await asyncio.gather(*(use(http, number) for number in range(sessions)))

    asyncio.run(main())
