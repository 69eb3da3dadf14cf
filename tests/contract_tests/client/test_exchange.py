"""Tests of exchanges: curl repeats the request byte for byte."""

import codecs
import http.server
import shlex
import shutil
import subprocess
import threading

import httpx
import pytest

from contract_tests.client.exchange import MAX_ARGUMENT_BYTES, SOCKET, Exchange, Request, Response

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")


class Notebook(http.server.BaseHTTPRequestHandler):
    """A server that records the requests it receives."""

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.write_down
        raise AttributeError(name)

    def write_down(self):
        length = int(self.headers.get("content-length", 0))
        self.server.seen.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *words):
        pass


@pytest.fixture
def notebook():
    with http.server.HTTPServer(("127.0.0.1", 0), Notebook) as server:
        server.seen = []
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def replayed(notebook, **request):
    url = f"http://127.0.0.1:{notebook.server_port}{request.pop('path', '/threads')}"
    line = Request(**{"method": "POST", **request}, url=url).curl()
    subprocess.run(["sh"], input=line, text=True, check=True, capture_output=True)
    return notebook.seen[-1]


@needs_curl
@pytest.mark.parametrize(
    "body",
    [
        b'{"metadata": {}}',
        b'{"it\'s": "a \'quoted\' $HOME `word` \\\\ !"}',
        '{"word": "Grüße ☃"}'.encode(),
        b"@/etc/hostname",
        b"--data-raw",
        b"two\nlines\n",
        b"\xff\xfe{",
        b"a\0b",
        b"\x1b[31mred",
        b'["' + b"x" * (MAX_ARGUMENT_BYTES + 1) + b'"]',
        b"\xff" * (MAX_ARGUMENT_BYTES + 1),
    ],
    ids=lambda body: repr(body[:12]),
)
def test_a_replay_sends_the_same_body(notebook, body):
    assert replayed(notebook, body=body, headers={"Content-Type": "application/json"})[3] == body


@needs_curl
def test_a_replay_sends_the_same_method_path_and_headers(notebook):
    path = "/threads/%7Bid%7D/%2E?limit=1&name=%5B%27a%20b%27%5D"
    method, seen, headers, _ = replayed(
        notebook, method="DELETE", path=path, headers={"x-api-key": "it's me"}
    )
    assert (method, seen) == ("DELETE", path)
    assert headers["x-api-key"] == "it's me"


@needs_curl
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_a_replay_without_a_body_sends_none(notebook, method):
    verb, _, headers, body = replayed(notebook, method=method)
    assert (verb, body) == (method, b"")
    assert "content-type" not in map(str.lower, headers)


@needs_curl
def test_a_replay_claims_no_content_type_that_was_not_sent(notebook):
    assert "content-type" not in map(str.lower, replayed(notebook, body=b"{}")[2])


def test_unprintable_body_is_encoded():
    assert "\x1b" not in Request("POST", "http://target/", body=b"\x1b[31m").curl()


def exchange_of(content, status=200, **headers):
    return Exchange(
        "get_thread",
        Request("GET", "http://target/threads/1?x=2"),
        Response(status, httpx.Headers(headers), content),
    )


def test_websocket_replay_sends_each_frame():
    request = Request(SOCKET, "ws://target/x", {"x-api-key": "it's"}, b'{"id": 1}\n{"id": 2}')
    command, _, words = request.curl().partition(" | ")
    shown = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert shown == '{"id": 1}\n{"id": 2}\n'
    assert shlex.split(words)[2:] == ["websocat", "--no-close", "ws://target/x", "-H", "x-api-key: it's"]


def test_invalid_json_body_is_none():
    assert exchange_of(b'{"a": 1}').json == {"a": 1}
    assert exchange_of(b"Internal Server Error").json is None
    assert exchange_of(b"[" * 100_000).json is None


def test_a_body_after_a_byte_order_mark_is_read():
    request = Request("GET", "http://target/ok")
    content = codecs.BOM_UTF8 + b'{"ok": true}'
    assert Exchange(None, request, Response(200, httpx.Headers(), content)).json == {"ok": True}


def test_header_names_are_case_insensitive():
    assert exchange_of(b"", **{"X-Pagination-Total": "3"}).headers["x-pagination-total"] == "3"


def test_summary_has_status_and_error_on_one_line():
    assert exchange_of(b'{"detail": "no\\n such thread"}', 404).summary == "404 no such thread"
    assert exchange_of(b"Internal Server Error", 500).summary == "500 Internal Server Error"
    assert exchange_of(b'{"thread_id": 1}').summary == "200"
    assert exchange_of(b"connection reset", 0).summary == "connection reset"


def test_a_server_error_and_a_missing_response_are_failures():
    assert exchange_of(b"", 500).failed
    assert exchange_of(b"", 0).failed
    assert not exchange_of(b"", 422).failed
