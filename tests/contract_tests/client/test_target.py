"""Tests of the target: requests carry credentials of an owner and are repeated after a closed connection."""

import socket
import threading
from contextlib import contextmanager

import httpx
import pytest

from contract_tests.client.exchange import Request
from contract_tests.client.target import MAX_TIMEOUTS, NoResponse, Target, Unreachable
from patience import PATIENCE

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
FAILED = b"HTTP/1.1 500 Oh\r\ncontent-length: 2\r\n\r\nOh"


@contextmanager
def server(*connections):
    """Serve each list of responses on one connection, which is closed after its last response."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            for responses in connections:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    for response in responses:
                        if not connection.recv(65536):
                            break
                        connection.sendall(response)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        target = Target(f"http://127.0.0.1:{listening.getsockname()[1]}")
        try:
            yield target
        finally:
            target.close()
    thread.join(5)


def test_a_closed_connection_is_opened_again():
    with server([OK], [OK]) as target:
        assert [target.send(Request("GET", "/ok")).status for _ in range(2)] == [200, 200]


def test_after_a_server_error_the_next_request_uses_a_new_connection():
    with server([FAILED, OK], [OK]) as target:
        assert [target.send(Request("GET", "/ok")).status for _ in range(2)] == [500, 200]


def test_two_missing_responses_are_an_error():
    with server([b""], [b""]) as target, pytest.raises(NoResponse, match="GET /ok"):
        target.send(Request("GET", "/ok"))


def test_a_closed_port_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        target = Target(f"http://127.0.0.1:{busy.getsockname()[1]}")
    with pytest.raises(Unreachable, match="can't be reached"):
        target.send(Request("GET", "/ok"))


@pytest.fixture
def received():
    """Return a function that sends a request and returns it as the target received it."""

    def send(request, owner="first"):
        seen = []
        transport = httpx.MockTransport(lambda each: seen.append(each) or httpx.Response(200))
        target = Target("http://target", ({"x-api-key": "alice"}, {"x-api-key": "bob"}), transport)
        target.send(request, owner=owner)
        return seen[0]

    return send


@pytest.mark.parametrize(("owner", "key"), [("first", "alice"), ("other", "bob"), ("nobody", None)])
def test_a_request_carries_the_credentials_of_its_owner(received, owner, key):
    assert received(Request("GET", "/ok"), owner).headers.get("x-api-key") == key


def test_content_type_defaults_to_json(received):
    assert received(Request("POST", "/threads", body=b"{}")).headers["content-type"] == "application/json"
    plain = Request("POST", "/threads", {"content-type": "text/plain"}, b"{}")
    assert received(plain).headers["content-type"] == "text/plain"
    assert "content-type" not in received(Request("GET", "/ok")).headers


def test_redirects_are_not_followed():
    transport = httpx.MockTransport(lambda _: httpx.Response(307, headers={"location": "/elsewhere"}))
    assert Target("http://target", transport=transport).send(Request("GET", "/ok/")).status == 307


def hanging(path):
    """Return a target on which requests to the path get no response, and the timeouts of these requests."""
    waited = []

    def respond(request):
        if request.url.path == path:
            waited.append(request.extensions["timeout"]["read"])
            raise httpx.ReadTimeout("silence", request=request)
        return httpx.Response(200)

    return Target("http://target", transport=httpx.MockTransport(respond), timeout=PATIENCE), waited


def test_operation_that_hangs_is_not_the_whole_target():
    target, _ = hanging("/slow")
    for _ in range(2 * MAX_TIMEOUTS):
        with pytest.raises(NoResponse, match="no response within"):
            target.send(Request("GET", "/slow"), operation_id="join_thread_run")
    assert target.send(Request("GET", "/threads")).status == 200


def test_operation_that_hangs_leaves_time_for_others():
    target, waited = hanging("/slow")
    for _ in range(4):
        with pytest.raises(NoResponse):
            target.send(Request("GET", "/slow"), operation_id="join_thread_run")
    assert waited == [PATIENCE, PATIENCE, PATIENCE / 10, PATIENCE / 10]


def test_certificates_are_loaded_once(monkeypatch):
    loaded, load = [], httpx.create_ssl_context
    monkeypatch.setattr(httpx, "create_ssl_context", lambda: loaded.append(1) or load())
    with server([FAILED], [FAILED], [FAILED]) as target:
        assert [target.send(Request("GET", "/ok")).status for _ in range(3)] == [500, 500, 500]
    assert loaded == [1]
