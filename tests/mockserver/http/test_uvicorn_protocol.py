"""Odd requests and malformed HTTP on a real socket."""

import json
import socket

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from patience import PATIENCE


@pytest.fixture(scope="module")
def port(listening):
    with listening(create_app(Settings(validate_responses=True, max_body=100_000))) as port:
        yield port


def exchange(port, *sent, count=1):
    """Send the pieces, and return status, head and body of each response."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection,
        connection.makefile("rb") as received,
    ):
        for piece in sent:
            connection.sendall(piece)
        return [read_response(received) for _ in range(count)]


def read_response(received):
    status = int(received.readline().split()[1])
    head = {}
    while line := received.readline().strip():
        name, _, value = line.decode().partition(": ")
        head[name.lower()] = value
    return status, head, received.read(int(head.get("content-length", 0)))


def post(path, body, *headers):
    head = [f"POST {path} HTTP/1.1", "Host: localhost", *headers]
    return "\r\n".join([*head, "", ""]).encode() + body


def length(body):
    return f"Content-Length: {len(body)}"


def assert_refused(response, *statuses):
    status, head, body = response
    assert status in statuses
    assert head["content-type"] == "application/json"
    assert list(json.loads(body)) == ["detail"]


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET /ok HTTP/9.9\r\n\r\n",
        b"GET /ok HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
        post("/threads", b"{}", "Content-Length: abc"),
        post("/threads", b"{}", "Content-Length: -1"),
        post("/threads", b"{}", "Content-Length: " + "9" * 5000),
        post("/threads", b"{}", "Content-Length: 2", "Content-Length: 3"),
        post("/threads", b"{}", "Content-Length: 2", "Content-Length: 2"),
        post("/threads", b"zz\r\n", "Transfer-Encoding: chunked"),
    ],
)
def test_malformed_http_is_a_400_in_json(port, sent):
    [response] = exchange(port, sent)
    assert_refused(response, 400)


def test_the_server_survives_all_malformed_requests(port):
    exchange(port, b"nonsense\r\n\r\n")
    [(status, _, body)] = exchange(port, b"GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert status == 200
    assert json.loads(body)["ok"] is True


def test_a_body_in_chunks_needs_no_length(port):
    chunks = b'8\r\n{"metada\r\n9\r\nta": {}}\n\r\n0\r\n\r\n'
    [(status, _, body)] = exchange(port, post("/threads", chunks, "Transfer-Encoding: chunked"))
    assert status == 200
    assert json.loads(body)["metadata"] == {}


def test_a_required_body_of_length_zero_is_422(port):
    for headers in (["Content-Length: 0"], []):
        [response] = exchange(port, post("/threads", b"", *headers))
        assert_refused(response, 422)


def test_expecting_100_continue_is_granted(port):
    sent = post("/threads/count", b"", "Content-Length: 2", "Expect: 100-continue")
    (first, _, _), (second, _, body) = exchange(port, sent, b"{}", count=2)
    assert (first, second) == (100, 200)
    assert body.isdigit()


def test_a_body_that_is_too_long_is_413_and_the_server_survives(port):
    body = b'{"a": "' + b"x" * 200_000 + b'"}'
    [response] = exchange(port, post("/threads", body, length(body)))
    assert_refused(response, 413)


def test_a_client_may_disconnect_during_its_request(port, caplog):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(post("/threads", b'{"metadata"', "Content-Length: 100"))
    test_the_server_survives_all_malformed_requests(port)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_responses_on_one_connection_keep_the_order(port):
    body = b"{}"
    sent = post("/threads/count", body, length(body)) + b"GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n"
    (_, _, first), (_, _, second) = exchange(port, sent, count=2)
    assert first.isdigit()
    assert json.loads(second)["ok"] is True


def test_an_unread_body_does_not_spoil_the_next_request(port):
    body = b"x" * 50_000
    sent = post("/nowhere", body, length(body)) + b"GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n"
    (first, _, _), (second, _, _) = exchange(port, sent, count=2)
    assert (first, second) == (404, 200)


@pytest.mark.parametrize(
    "path", ["*", "http://mock/ok", "//ok", "/%", "/%zz", "/\xff", "/" + "a" * 20_000, "/ok#x"]
)
def test_odd_targets_never_get_a_5xx(port, path):
    [(status, _, _)] = exchange(port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("latin-1"))
    assert status < 500


@pytest.mark.parametrize(
    "host", ["[", "[::1", "a b", "\xff", "", "//evil/", "mock:99999999", "mock:port", "\x00"]
)
@pytest.mark.parametrize("path", ["/threads/", "/docs/", "/ok"])
def test_odd_hosts_never_get_a_5xx(port, host, path):
    [(status, _, _)] = exchange(port, f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("latin-1"))
    assert status < 500


def test_http_1_0_needs_no_host(port):
    [(status, head, _)] = exchange(port, b"GET /threads/ HTTP/1.0\r\n\r\n")
    assert status == 307
    assert head["location"].endswith("/threads")


@pytest.mark.parametrize(("key", "expected_status"), [("AAAAAAAAAAAAAAAAAAAAAA==", 404), ("x", 400)])
def test_an_upgrade_of_an_http_path_is_rejected(port, key, expected_status):
    upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    headers = f"{upgrade}Sec-WebSocket-Key: {key}\r\n"
    [(status, _, _)] = exchange(port, f"GET /ok HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    assert status == expected_status
