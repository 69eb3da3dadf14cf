"""Tests of the proxy: it forwards everything unchanged and at once, in both directions, and records it."""

import asyncio
import contextlib
import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from click.testing import CliRunner
from starlette.responses import JSONResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from contract_tests.cli import main
from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import StreamedExchange
from contract_tests.runner.mock_process import running_mock
from contract_tests.traffic.exchanges import UnansweredRequest
from contract_tests.traffic.proxy.app import Proxy
from contract_tests.traffic.proxy.recorder import LEFT_EARLY, MAX_BODY_BYTES, PACKED, TOO_LARGE
from patience import PATIENCE
from sweep import sweep


@contextmanager
def served(app):
    """Serve an ASGI app on a free port, and yield its URL."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        lifespan="auto",
        log_config=None,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class Upstream:
    """A server whose behaviour the path selects, which records the requests it receives."""

    def __init__(self):
        self.requests = []
        self.headers = []
        self.is_left = threading.Event()
        self.go_on = threading.Event()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            await self.converse(scope, receive, send)
            return
        path = scope["path"].removeprefix("/below")
        self.requests.append((scope["method"], scope["raw_path"], scope["query_string"]))
        self.headers.append(scope["headers"])
        await getattr(self, path.strip("/").partition("/")[0] or "ok")(scope, receive, send)

    async def ok(self, scope, receive, send):
        await JSONResponse({"ok": True}, headers={"x-two": "a"})(scope, receive, send)

    async def echo(self, scope, receive, send):
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        body += message["body"]
        headers = [(b"x-is", b"one"), (b"x-is", b"two"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 418, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def packed(self, scope, receive, send):
        packing = scope["query_string"]
        body = gzip.compress(b'{"ok": true}', mtime=0)
        headers = [(b"content-encoding", packing), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def large(self, scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(MAX_BODY_BYTES // 1_000_000 + 1):
            await send({"type": "http.response.body", "body": b"x" * 1_000_000, "more_body": True})
        await send({"type": "http.response.body"})

    async def stream(self, scope, receive, send):
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"event: first\ndata: 1\n\n", "more_body": True})
        while not self.go_on.is_set():
            try:
                message = await asyncio.wait_for(receive(), 0.01)
            except TimeoutError:
                continue
            if message["type"] == "http.disconnect":
                self.is_left.set()
                return
        await send({"type": "http.response.body", "body": b"event: last\ndata: 2\n\n"})

    async def breaking(self, scope, receive, send):
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"event: first\ndata: 1\n\n", "more_body": True})
        raise ConnectionError

    async def silent(self, scope, receive, send):
        while (await receive())["type"] != "http.disconnect":
            pass
        self.is_left.set()

    async def converse(self, scope, receive, send):
        await receive()
        if "refused" in scope["path"]:
            await send({"type": "websocket.http.response.start", "status": 403, "headers": []})
            await send({"type": "websocket.http.response.body", "body": b"no"})
            return
        await send({"type": "websocket.accept", "subprotocol": (scope["subprotocols"] or [None])[0]})
        while (message := await receive())["type"] == "websocket.receive":
            if message.get("text") == "bye":
                await send({"type": "websocket.close", "code": 4321, "reason": "as you wish"})
                return
            await send({**message, "type": "websocket.send"})
        self.is_left.set()


@pytest.fixture
def upstream():
    return Upstream()


@pytest.fixture
def taps():
    return []


@pytest.fixture
def url(upstream, taps):
    """Serve a proxy in front of the upstream, which is below a path; yield the proxy's URL."""
    with served(upstream) as above, served(Proxy(f"{above}/below", taps.append)) as url:
        yield url


def only(taps):
    """Return the only recorded exchange, which may arrive a moment after the client has its response."""
    deadline = time.monotonic() + PATIENCE
    while not taps and time.monotonic() < deadline:
        time.sleep(0.01)
    [tap] = taps
    return tap.exchange


def test_the_request_arrives_as_it_was_sent(url, upstream):
    httpx.get(f"{url}/ok/a%2Fb?q=%20x&q=", headers={"x-api-key": "k", "connection": "x-hop", "x-hop": "1"})
    assert upstream.requests == [("GET", b"/below/ok/a%2Fb", b"q=%20x&q=")]
    names = dict(upstream.headers[0])
    assert names[b"x-api-key"] == b"k"
    assert b"x-hop" not in names
    assert names[b"host"] != url.removeprefix("http://").encode()


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 70_000], ids=["nothing", "bytes"])
def test_bodies_and_headers_pass_unchanged(url, taps, body):
    response = httpx.post(f"{url}/echo", content=body)
    assert (response.status_code, response.content) == (418, body)
    assert [value for name, value in response.headers.multi_items() if name == "x-is"] == ["one", "two"]
    exchange = only(taps)
    assert (exchange.request.body, exchange.response.content) == (body, body)


def test_a_body_of_unknown_length_is_forwarded(url):
    assert httpx.post(f"{url}/echo", content=iter([b"one ", b"two"])).content == b"one two"


def test_the_response_to_head_has_no_body_and_keeps_its_length(url):
    response = httpx.head(f"{url}/ok")
    assert (response.status_code, response.content, response.headers["content-length"]) == (200, b"", "11")


def test_compressed_body_is_forwarded_compressed_and_judged_decompressed(url, taps):
    with httpx.stream("GET", f"{url}/packed?gzip") as response:
        assert b"".join(response.iter_raw()) == gzip.compress(b'{"ok": true}', mtime=0)
    exchange = only(taps)
    assert isinstance(exchange, Exchange)
    assert exchange.json == {"ok": True}


def test_unknown_compression_is_not_judged(url, taps):
    with httpx.stream("GET", f"{url}/packed?strange") as response:
        assert b"".join(response.iter_raw()) == gzip.compress(b'{"ok": true}', mtime=0)
    assert only(taps).reason == PACKED


def test_large_body_is_forwarded(url, taps):
    assert len(httpx.get(f"{url}/large").content) > MAX_BODY_BYTES
    assert only(taps).reason == TOO_LARGE


def test_an_event_arrives_before_the_next_one_is_made(url, upstream, taps):
    with httpx.stream("GET", f"{url}/stream") as response:
        chunks = response.iter_raw()
        assert next(chunks) == b"event: first\ndata: 1\n\n"
        upstream.go_on.set()
        assert b"".join(chunks) == b"event: last\ndata: 2\n\n"
    exchange = only(taps)
    assert isinstance(exchange, StreamedExchange)
    assert (exchange.names, exchange.ended) == (("first", "last"), "closed")


def test_a_client_that_leaves_a_stream_is_disconnected_from_the_target(url, upstream, taps):
    with httpx.stream("GET", f"{url}/stream") as response:
        next(response.iter_raw())
    assert upstream.is_left.wait(PATIENCE)
    exchange = only(taps)
    assert (exchange.names, exchange.ended) == (("first",), "left")


def test_a_client_timeout_disconnects_from_the_target(url, upstream, taps):
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{url}/silent", json={}, timeout=0.3)
    assert upstream.is_left.wait(PATIENCE)
    unheard = only(taps)
    assert isinstance(unheard, UnansweredRequest)
    assert unheard.reason == LEFT_EARLY


def test_a_broken_connection_is_broken_at_the_client(url, taps):
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{url}/breaking")
    assert only(taps).ended == "broken"


def test_an_unreachable_target_is_a_bad_gateway(taps):
    with served(Proxy("http://127.0.0.1:1", taps.append)) as url:
        response = httpx.post(f"{url}/threads", json={})
    assert response.status_code == 502
    assert response.json()["detail"].startswith("langgraph-check proxy: no response")
    assert only(taps).failed


def test_frames_pass_in_both_directions(url, taps):
    with connect(f"ws{url[4:]}/talk", subprotocols=["v2"]) as line:
        assert line.subprotocol == "v2"
        for frame in ('{"id": 1}', b"\x00\xff"):
            line.send(frame)
            assert line.recv(PATIENCE) == frame
        line.send("bye")
        with pytest.raises(Exception, match="4321"):
            line.recv(PATIENCE)
    exchange = only(taps)
    assert exchange.request.body == b'{"id": 1}\nbye'
    assert (exchange.responses, exchange.ended) == (('{"id": 1}',), "closed")


def test_a_client_that_closes_a_socket_closes_it_at_the_target(url, upstream, taps):
    with connect(f"ws{url[4:]}/talk"):
        pass
    assert upstream.is_left.wait(PATIENCE)
    assert only(taps).ended == "left"


def test_a_rejected_handshake_keeps_its_status(url, taps):
    with pytest.raises(InvalidStatus) as refusal, connect(f"ws{url[4:]}/refused"):
        pass
    assert refusal.value.response.status_code == 403
    assert only(taps).status == 403


@contextmanager
def proxy_command(upstream, *arguments):
    command = [
        sys.executable,
        "-m",
        "contract_tests",
        "proxy",
        "--upstream",
        upstream,
        "--port",
        "0",
        *arguments,
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    ) as process:
        try:
            line = process.stderr.readline()
            yield process, re.match(r"http://127\.0\.0\.1:\d+", line)[0]
        finally:
            process.kill()


@pytest.mark.parametrize("by", sweep([signal.SIGINT, signal.SIGTERM], signal.SIGTERM))
def test_the_command_reports_at_its_end_also_of_a_stream_that_is_open(by):
    with running_mock(seed=0) as mock, proxy_command(mock, "--format", "jsonl") as (process, url):
        client = httpx.Client(base_url=url, headers={"x-api-key": "hidden-from-reports"})
        thread = client.post("/threads", json={}).json()["thread_id"]
        client.post("/threads/search", json={"limit": "many"})
        with client.stream("GET", f"/threads/{thread}/stream"):
            process.send_signal(by)
            output, log = process.communicate(timeout=PATIENCE)
    lines_read = [json.loads(line) for line in output.splitlines()]
    verdicts = {each["id"]: each["verdict"] for each in lines_read if each["type"] == "result"}
    assert process.returncode == 1
    assert verdicts == {
        "recorded[create_thread]": "pass",
        "recorded[search_threads]": "fail",
        "recorded[stream_thread]": "pass",
    }
    assert "✗ POST /threads/search 422" in log
    assert "traffic.request at request/limit" in log
    assert "hidden-from-reports" not in output + log


def test_an_invalid_upstream_url_is_wrong_usage():
    run = CliRunner().invoke(main, ["proxy", "--upstream", "localhost"])
    assert run.exit_code == 2
    assert "--upstream" in run.stderr


def test_a_port_that_is_taken_is_wrong_usage():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        run = CliRunner().invoke(main, ["proxy", "--upstream", "http://h", "--port", port])
    assert run.exit_code == 2


def raw(url, line, *headers):
    """Send a request line and headers unescaped, and return the proxy's response."""
    with socket.create_connection(httpx.URL(url).netloc.decode().split(":"), PATIENCE) as connection:
        head = "\r\n".join((f"{line} HTTP/1.1", "Host: h", "Connection: close", *headers))
        connection.sendall(f"{head}\r\n\r\n".encode())
        connection.settimeout(PATIENCE)
        output = b""
        while not output.startswith(b"HTTP/1.1 101") and (chunk := connection.recv(65536)):
            output += chunk
    return output


@pytest.fixture
def elsewhere():
    """Serve a host that no request may reach; yield host and port, and the paths received."""
    came = []

    async def note(scope, receive, send):
        if scope["type"] != "lifespan":
            came.append(scope["path"])
            await JSONResponse({"elsewhere": True})(scope, receive, send)

    with served(note) as url:
        yield url.removeprefix("http://"), came


HANDSHAKE = (
    *("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"),
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


@pytest.mark.parametrize("more", [(), HANDSHAKE], ids=["a request", "a socket"])
@pytest.mark.parametrize(
    "target",
    [
        *("*@{}/x", "@{}/x", ":80@{}/x", ".{}/x", "0@{}/x", "http://{}/x", "http://me:pw@{}/x", "//{}/x"),
        *("/\\@{}/x", "\\\\{}/x", "?@{}/x", "#@{}/x", "/@{}/x", "ws://{}/x", "{}", "*", "/..//{}/x"),
    ],
)
def test_no_request_target_leads_to_another_server(url, upstream, elsewhere, target, more):
    place, came = elsewhere
    output = raw(url, f"GET {target.format(place)}", *more)
    assert b"elsewhere" not in output
    assert came == []
    assert all(path.startswith(b"/below/") for _, path, _ in upstream.requests)
    assert raw(url, "GET /ok").startswith(b"HTTP/1.1 200"), "the proxy goes on"


@pytest.mark.parametrize("line", ["CONNECT {}", "OPTIONS *", "GET *@{}/x"])
def test_invalid_path_is_a_bad_request(url, taps, elsewhere, line):
    place, came = elsewhere
    assert raw(url, line.format(place)).startswith(b"HTTP/1.1 400")
    assert (came, taps) == ([], [])


@pytest.mark.parametrize("path", ["/../x", "/%2e%2e/x", "/a/..%2f..%2fx", "/..\\x", "/a/../../x"])
def test_no_dot_segments_lead_out_of_the_upstream_url(url, upstream, path):
    assert raw(url, f"GET {path}").startswith(b"HTTP/1.1 400")
    assert upstream.requests == []


def test_other_dot_segments_and_characters_arrive_unchanged(url, upstream):
    raw(url, "GET /ok/a/../b//c;x=|%7e?q=/../../^")
    assert upstream.requests == [("GET", b"/below/ok/a/../b//c;x=|%7e", b"q=/../../^")]


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 4", "Transfer-Encoding: chunked"),
        ("Content-Length: 4", "Content-Length: 5"),
        ("Transfer-Encoding: xchunked",),
        ("Connection: content-length", "Content-Length: 4"),
        ("X: a\nGET /smuggled HTTP/1.1",),
        ("X: a\rContent-Length: 90",),
        (" X: folded",),
        ("X : a",),
        ("Host: other", "X-Forwarded-Host: other"),
    ],
)
def test_a_request_is_never_split_into_two(url, upstream, headers):
    with socket.create_connection(httpx.URL(url).netloc.decode().split(":"), PATIENCE) as connection:
        head = "\r\n".join(("POST /echo HTTP/1.1", "Host: h", *headers))
        body = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
        connection.sendall(f"{head}\r\n\r\n{body}".encode())
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError):
            while connection.recv(65536):
                pass
    seen = [(method, path) for method, path, _ in upstream.requests]
    # The client may pipeline a second request, which is then one for the proxy, too.
    assert set(seen) <= {("POST", b"/below/echo"), ("GET", b"/below/smuggled")}
    assert seen.count(("POST", b"/below/echo")) <= 1


def test_a_redirect_of_a_socket_is_not_followed(elsewhere, taps):
    place, came = elsewhere

    async def redirecting(scope, receive, send):
        if scope["type"] == "websocket":
            await receive()
            headers = [(b"location", f"ws://{place}/x".encode())]
            await send({"type": "websocket.http.response.start", "status": 307, "headers": headers})
            await send({"type": "websocket.http.response.body", "body": b""})

    with served(redirecting) as above, served(Proxy(above, taps.append)) as url:
        assert raw(url, "GET /x", *HANDSHAKE).startswith(b"HTTP/1.1 307")
    assert came == []


def test_the_proxy_keeps_no_cookies(taps):
    came = []

    async def setting(scope, receive, send):
        if scope["type"] == "http":
            came.append(dict(scope["headers"]).get(b"cookie"))
            await JSONResponse({}, headers={"set-cookie": "session=a"})(scope, receive, send)

    with served(setting) as above, served(Proxy(above, taps.append)) as url:
        assert httpx.get(f"{url}/ok").headers["set-cookie"] == "session=a"
        httpx.get(f"{url}/ok")
    assert came == [None, None]


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(monkeypatch, taps):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
    with served(Upstream()) as above, served(Proxy(above, taps.append)) as url:
        assert raw(url, "GET /ok").startswith(b"HTTP/1.1 200")
        with connect(f"ws{url[4:]}/talk", proxy=None) as line:
            line.send("x")
            assert line.recv(PATIENCE) == "x"
