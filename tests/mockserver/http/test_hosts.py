"""Requests and sockets for other hosts are rejected, as a page's DNS may point foreign names here."""

import json
import socket

import httpx
import pytest
from click.testing import CliRunner
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from mockserver import server
from mockserver.cli import main
from mockserver.http.middleware.hosts import Hosts
from sweep import sweep

SOCKET = "/threads/00000000-0000-4000-8000-000000000001/stream/events"
LOOPBACK = ("127.0.0.1", 2024)
WILDCARDS = ["0.0.0.0", "::", ""]  # noqa: S104 - nothing listens there


async def served(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.fixture
def status():
    """Return a function that returns the status for a request with this `Host` header on this address."""

    def status_of(host_header, *, host="127.0.0.1", allowed=(), server=LOOPBACK):
        async def send():
            sent = []
            headers = [] if host_header is None else [(b"host", host_header.encode("latin-1"))]
            scope = {"type": "http", "method": "GET", "path": "/ok", "headers": headers, "server": server}

            async def send(message):
                sent.append(message)

            await Hosts(served, host=host, allowed=allowed)(scope, None, send)
            return sent[0]["status"]

        return run(send())

    return status_of


def run(coroutine):
    with pytest.raises(StopIteration) as ended:
        coroutine.send(None)
    return ended.value.value


@pytest.mark.parametrize(
    "name",
    [
        None,
        "localhost",
        "localhost:2024",
        "LocalHost.:80",
        "tenant.localhost:2024",
        "127.0.0.1:2024",
        "127.0.0.1",
        "[::1]:2024",
        "[::1]",
        "192.168.1.20:2024",
        "[fe80::1]:2024",
    ],
)
def test_loopback_names_and_addresses_are_accepted(status, name):
    assert status(name) == 204


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "evil.example:2024",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "notlocalhost",
        "evil",
        "evil.example#localhost",
        "localhost@evil.example",
        "[evil.example]:2024",
        "[::1].evil.example",
        "[::1]evil",
        "127.0.0.1evil",
        "",
        "a b",
        "\xff",
        "x" * 10_000,
    ],
)
def test_other_names_are_rejected(status, name):
    assert status(name) == 421


@pytest.mark.parametrize("host", WILDCARDS)
def test_a_mock_for_other_machines_accepts_names_without_public_dns(status, host):
    for name in ("langgraph-mock:2024", "my_mock", socket.gethostname(), "localhost", "10.0.0.7:2024"):
        assert status(name, host=host) == 204
    for name in ("evil.example", "langgraph-mock.evil.example:2024", "\xff"):
        assert status(name, host=host) == 421


def test_the_host_that_it_listens_on_is_accepted(status):
    assert status("mock.example:2024", host="mock.example") == 204
    assert status("other.example:2024", host="mock.example") == 421


@pytest.mark.parametrize(
    ("allowed", "name", "expected"),
    [
        ("mock.example", "MOCK.example:443", 204),
        ("Mock.Example", "mock.example", 204),
        ("mock.example", "a.mock.example", 421),
        ("*.example.com", "a.b.example.com", 204),
        ("*.example.com", "example.com", 421),
        ("*.example.com", "evilexample.com", 421),
        ("*", "evil.example", 204),
    ],
)
def test_further_names_can_be_allowed(status, allowed, name, expected):
    assert status(name, allowed=[allowed]) == expected


def test_an_in_process_client_may_use_any_host_name(mock):
    browser = mock()
    assert browser("GET", "/ok").status_code == 200
    response = browser("GET", "/ok", headers={"host": "evil.example:80"})
    assert response.status_code == 421
    assert response.json() == {
        "detail": "Host 'evil.example' is not allowed; start langgraph-mock with --allowed-host evil.example"
    }


@pytest.fixture(scope="module")
def address(listening):
    from mockserver.app import create_app  # noqa: PLC0415 - it takes a second

    with listening(create_app()) as port:
        yield f"127.0.0.1:{port}"


@pytest.mark.parametrize("path", ["/ok", "/docs", "/metrics", "/nowhere", "/threads/"])
def test_every_path_is_checked(address, path):
    response = httpx.get(f"http://{address}{path}", headers={"host": "evil.example"})
    assert response.status_code == 421
    assert "--allowed-host" in response.json()["detail"]


def test_a_second_host_is_checked_too(address):
    name, port = address.split(":")
    with socket.create_connection((name, int(port))) as connection:
        connection.sendall(b"GET /ok HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
        assert connection.recv(20).startswith((b"HTTP/1.1 421", b"HTTP/1.1 400"))


def test_a_handshake_is_checked_before_it_is_accepted(address, caplog):
    _, port = address.split(":")
    with (
        pytest.raises(InvalidStatus) as caught,
        connect(f"ws://evil.example:{port}{SOCKET}", sock=socket.create_connection(("127.0.0.1", int(port)))),
    ):
        pass
    assert caught.value.response.status_code == 421
    assert "--allowed-host" in json.loads(caught.value.response.body)["detail"]
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
    with connect(f"ws://{address}{SOCKET}"):
        pass


@pytest.mark.parametrize("name", ["http://a", "a.example:80", "a b", "", "*a.example", "a/b", "a,b"])
def test_an_invalid_host_name_is_rejected(name):
    result = CliRunner().invoke(main, ["--port", "0", "--allowed-host", name])
    assert result.exit_code == 2
    assert "is not a host name" in result.stderr


@pytest.fixture
def warned(monkeypatch):
    """Return a function that starts a mock with these options and returns its stderr."""
    monkeypatch.setattr(server, "run", lambda *_, **__: None)
    monkeypatch.setattr(server, "logging_config", lambda _level: None)

    def start(*options):
        result = CliRunner().invoke(main, ["--port", "0", *options])
        assert result.exit_code == 0, result.stderr
        return result.stderr

    return start


ADDRESSES = WILDCARDS[:2] if socket.has_dualstack_ipv6() else WILDCARDS[:1]


@pytest.mark.parametrize("host", sweep(ADDRESSES, ADDRESSES[0]))
def test_a_mock_that_other_machines_reach_without_credentials_warns_at_its_start(warned, host):
    for options in ((), ("--auth", "off"), ("--auth", "optional")):
        warning = warned("--host", host, *options)
        assert warning.startswith(f"langgraph-mock: warning: other machines can reach {host}")
        assert "--auth required" in warning
        assert warning.count("\n") == 1
    assert warned("--host", host, "--auth", "required") == ""
    assert warned() == warned("--host", "localhost") == ""
