"""Faults on a real connection, with an app that knows nothing of them."""

import asyncio
import socket
import time
from contextlib import ExitStack
from types import SimpleNamespace

import httpx
import orjson
import pytest

from contract_tests.contract import load
from mockserver.control.faults import Faults
from mockserver.http import scope_keys
from mockserver.http.middleware.auth import Owners
from mockserver.http.middleware.faults import FaultInjection
from mockserver.http.openapi.named_examples import NamedExamples
from mockserver.http.openapi.routing_view import placed, routing_view
from mockserver.http.request.path_router import routes
from mockserver.http.request.request_facts import FactsReader
from mockserver.settings import Settings
from patience import PATIENCE

CONTRACT = load()
EVENTS = [b"event: e\r\ndata: %d\r\n\r\n" % number for number in (1, 2, 3, 4)]
HEARTBEAT = b": heartbeat\r\n\r\n"


ROUTES = routes(routing_view(CONTRACT))


class App:
    """An app that streams events from POST, and sends JSON otherwise."""

    def __init__(self):
        self.requests = []
        self.disconnected = asyncio.Event()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        self.requests.append((scope["method"], scope["path"], body + message["body"]))
        if scope["path"].endswith("stream"):
            await self.stream(receive, send)
        else:
            content = orjson.dumps({"path": scope["path"]})
            headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": content})

    async def stream(self, receive, send):
        headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for event in EVENTS:
            for piece in (event, HEARTBEAT):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


class Session:
    def __init__(self, *faults):
        self.faults = Faults(1)
        for index, fault in enumerate(faults):
            self.faults.add({"id": f"f{index}", **fault})

    def assistants(self, _owner, given):
        return {given, "agent"}


@pytest.fixture
def serve(listening):
    """Return a function that serves the app with faults and returns a client for a block."""

    def start(*faults):
        app, session = App(), Session(*faults)
        facts = FactsReader(ROUTES, Owners(Settings()))
        examples = NamedExamples.of(placed(CONTRACT, None))
        layer = FaultInjection(app, facts=facts, examples=examples, max_body=1000)

        async def served(scope, receive, send):
            scope[scope_keys.SESSION] = session
            await layer(scope, receive, send)

        port = stack.enter_context(listening(served))
        client = stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}"))
        return SimpleNamespace(app=app, session=session, port=port, http=client)

    with ExitStack() as stack:
        yield start


def stream_bytes(mock, **words):
    """Return what arrives of the stream, and the error that ends it."""
    found = b""
    try:
        with mock.http.stream("POST", "/runs/stream", **words) as response:
            for piece in response.iter_raw():
                found += piece
    except httpx.TransportError as error:
        return found, type(error)
    return found, None


def raw(port, request):
    """Return the bytes that arrive on a socket until it ends, and how it ends."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        try:
            while piece := connection.recv(65536):
                found += piece
        except ConnectionResetError:
            return found, "reset"
    return found, "closed"


GET = b"GET /threads/t1 HTTP/1.1\r\nhost: localhost\r\n\r\n"
STREAM = b"POST /runs/stream HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n"


def test_without_faults_nothing_changes(serve):
    mock = serve()
    response = mock.http.get("/threads/t1")
    assert response.json() == {"path": "/threads/t1"}
    assert "x-mock-fault" not in response.headers
    assert stream_bytes(mock)[0] == b"".join(event + HEARTBEAT for event in EVENTS)


def test_a_forced_response_names_its_fault_and_is_not_executed(serve):
    mock = serve(
        {"effect": {"status": 429, "headers": {"Retry-After": "2"}, "body": {"detail": "slow"}}, "times": 1}
    )
    response = mock.http.post("/threads", json={})
    assert (response.status_code, response.json()) == (429, {"detail": "slow"})
    assert response.headers["retry-after"] == "2"
    assert response.headers["x-mock-fault"] == "f0"
    assert mock.app.requests == []
    assert mock.http.post("/threads", json={}).status_code == 200


def test_an_executed_operation_loses_its_response(serve):
    mock = serve({"effect": {"connection": "close", "executed": True}})
    with pytest.raises(httpx.RemoteProtocolError):
        mock.http.post("/threads", json={"metadata": {}})
    assert mock.app.requests == [("POST", "/threads", b'{"metadata":{}}')]


def test_head_gets_no_body(serve):
    response = serve({"effect": {"status": 503}}).http.head("/threads/t1")
    assert (response.status_code, response.content) == (503, b"")


@pytest.mark.parametrize(("connection", "end"), [("reset", "reset"), ("close", "closed")])
def test_the_connection_ends_without_a_response(serve, caplog, connection, end):
    mock = serve({"effect": {"connection": connection}})
    assert raw(mock.port, GET) == (b"", end)
    assert caplog.text == ""


def test_a_stalled_connection_stays_open_until_the_client_leaves(serve):
    mock = serve({"effect": {"connection": "stall"}, "times": 1})
    with pytest.raises(httpx.ReadTimeout):
        mock.http.get("/threads/t1", timeout=0.2)
    assert mock.http.get("/threads/t1").status_code == 200


@pytest.mark.parametrize(("by", "end"), [("close", "closed"), ("reset", "reset")])
@pytest.mark.parametrize("after", [0, 2])
def test_a_stream_is_cut_in_the_middle(serve, caplog, by, end, after):
    mock = serve({"effect": {"stream": {"cut": {"after": after, "by": by}}}})
    found, ended = raw(mock.port, STREAM)
    assert found.count(b"event: e") == after
    assert not found.endswith(b"0\r\n\r\n")
    assert ended == end
    assert caplog.text == ""


def test_a_stream_may_end_early_as_if_complete(serve):
    mock = serve({"effect": {"stream": {"cut": {"after": 1, "by": "end"}}}})
    assert stream_bytes(mock) == (EVENTS[0], None)


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ({"lost": 2}, [1, 3, 4]),
        ({"duplicated": 3}, [1, 2, 3, 3, 4]),
        ({"reordered": 1}, [2, 1, 3, 4]),
        ({"malformed": 4}, [1, 2, 3, "{"]),
    ],
)
def test_events_are_edited(serve, stream, expected):
    found, _ = stream_bytes(serve({"effect": {"stream": stream}}))
    data = [line.removeprefix(b"data: ").decode() for line in found.splitlines() if line.startswith(b"data")]
    assert data == [str(each) for each in expected]
    assert found.count(HEARTBEAT) == 4


def test_a_stream_stalls_until_its_client_leaves(serve):
    mock = serve({"effect": {"stream": {"stall": {"after": 2}}}})
    assert stream_bytes(mock, timeout=0.2) == (EVENTS[0] + HEARTBEAT + EVENTS[1], httpx.ReadTimeout)


def test_events_are_sent_one_by_one(serve):
    """The first event arrives while the stream still waits before the second one."""
    mock = serve({"effect": {"stream": {"stall": {"after": 1, "seconds": 0.2}}}})
    with mock.http.stream("POST", "/runs/stream") as response:
        assert next(response.iter_raw()) == EVENTS[0]


def test_a_slow_body_takes_its_time_and_arrives_whole(serve):
    mock = serve({"effect": {"bytes_per_second": 100}})
    start = time.perf_counter()
    response = mock.http.get("/threads/t1")
    assert response.json() == {"path": "/threads/t1"}
    assert time.perf_counter() - start >= len(response.content) / 100 * 0.9


def test_a_body_is_cut_after_some_bytes(serve, caplog):
    found, end = raw(serve({"effect": {"cut_after_bytes": 5}}).port, GET)
    assert found.endswith(b'\r\n\r\n{"pat')
    assert end == "closed"
    assert caplog.text == ""


def test_delays_add_up(serve):
    mock = serve({"effect": {"delay": 0.1}}, {"effect": {"delay": 0.1}})
    start = time.perf_counter()
    response = mock.http.get("/threads/t1")
    assert time.perf_counter() - start >= 0.2
    assert response.headers["x-mock-fault"] == "f0, f1"


def test_headers_are_added_to_the_real_response(serve):
    response = serve({"effect": {"headers": {"Content-Type": "text/html", "X-A": "1"}}}).http.get(
        "/threads/t1"
    )
    assert (response.headers["content-type"], response.headers["x-a"]) == ("text/html", "1")
    assert response.text == '{"path":"/threads/t1"}'


@pytest.mark.parametrize(
    ("body", "is_affected"),
    [
        ({"assistant_id": "7d1f5c0a-5a0e-4c43-9d6b-0c8f2a6b1e02"}, True),
        ([{"assistant_id": "x"}], True),
        ({"params": {"assistant_id": "x"}}, True),
        ({"input": "agent"}, False),
        ({"assistant_id": "x", "input": "long" * 1000}, False),
    ],
)
def test_assistants_are_matched_by_the_body_which_the_app_still_gets(serve, body, is_affected):
    mock = serve({"match": {"assistant_id": "agent"}, "effect": {"headers": {"x-a": "1"}}})
    assert ("x-a" in mock.http.post("/runs/wait", json=body).headers) is is_affected
    assert orjson.loads(mock.app.requests[0][2]) == body


@pytest.mark.parametrize(
    ("owner", "headers", "is_affected"),
    [
        ("alice", {"x-api-key": "alice"}, True),
        ("alice", {"authorization": "Bearer alice"}, True),
        ("Bearer alice", {"authorization": "Bearer alice"}, True),
        ("x-api-key: alice", {"x-api-key": "alice"}, True),
        ("alice", {"x-api-key": "bob"}, False),
        ("alice", {}, False),
    ],
)
def test_owners_are_matched_by_their_credentials(serve, owner, headers, is_affected):
    mock = serve({"match": {"owner": owner}, "effect": {"status": 503}})
    assert (mock.http.get("/threads/t1", headers=headers).status_code == 503) is is_affected


def test_expired_credentials_leave_public_paths(serve):
    mock = serve({"effect": {"credentials": "expired"}})
    assert mock.http.get("/threads/t1").json() == {"detail": "The credentials have expired"}
    assert mock.http.get("/threads/t1").status_code == 401
    assert mock.http.get("/ok").status_code == 200


def test_read_only_mode_allows_reads_by_post(serve):
    mock = serve({"effect": {"read_only": True}})
    reads = [
        ("POST", "/threads/search"),
        ("POST", "/assistants/count"),
        ("POST", "/threads/t/history"),
        ("GET", "/ok"),
    ]
    changes = [
        ("POST", "/threads"),
        ("DELETE", "/threads/t"),
        ("PUT", "/store/items"),
        ("POST", "/runs/stream"),
    ]
    assert {mock.http.request(*each).status_code for each in reads} == {200}
    assert {mock.http.request(*each).status_code for each in changes} == {503}


@pytest.mark.parametrize(
    ("prefer", "status", "body"),
    [
        ("code=404", 404, {"detail": "Thread with ID 7d1f5c0a-5a0e-4c43-9d6b-0c8f2a6b1eff not found"}),
        ("code=503", 503, {"detail": "Service Unavailable"}),
        ("example=malformed_id", 422, {"detail": "thread_id: 'one' is not a valid UUID"}),
    ],
)
def test_prefer_forces_one_response(serve, prefer, status, body):
    mock = serve()
    response = mock.http.get("/threads/t1", headers={"Prefer": prefer})
    assert (response.status_code, response.json()) == (status, body)
    assert response.headers["x-mock-fault"] == "prefer"
    assert mock.http.get("/threads/t1").status_code == 200


def test_prefer_an_example_of_a_stream(serve):
    response = serve().http.post("/threads/t1/runs/stream", headers={"Prefer": "example=failed"})
    assert response.headers["content-type"] == "text/event-stream"
    assert [line for line in response.text.splitlines() if line.startswith("event")] == [
        "event: metadata",
        "event: error",
    ]


@pytest.mark.parametrize("prefer", ["code=1", "wait=soon", "example=none", "example=found, code=404"])
def test_a_preference_that_cannot_be_met_is_an_error(serve, prefer):
    response = serve().http.get("/threads/t1", headers={"Prefer": prefer})
    assert response.status_code == 422


def test_prefer_waits(serve):
    start = time.perf_counter()
    assert serve().http.get("/ok", headers={"Prefer": "wait=0.2"}).status_code == 200
    assert time.perf_counter() - start >= 0.2
