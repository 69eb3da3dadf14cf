"""Servers that misbehave in one way after they were accepted as a LangGraph server.

Either raw sockets that violate HTTP (`serving`), or the mock with one change to its responses (`altered`).
"""

import json
import socket
import threading
import time
from contextlib import contextmanager

import uvicorn

from mockserver.app import create_app
from mockserver.server import listen
from mockserver.settings import Settings

OK = b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}'


def respond(body, kind=b"application/json", status=b"200 OK", more=b""):
    head = b"HTTP/1.1 " + status + b"\r\ncontent-type: " + kind + b"\r\n" + more
    return head + b"content-length: %d\r\n\r\n" % len(body) + body


def say(*parts, pause=0.0):
    """Return a handler that sends these parts and closes the connection."""

    def misbehave(connection):
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)

    return misbehave


def for_ever(head, part, pause):
    def misbehave(connection):
        connection.sendall(head)
        while True:
            connection.sendall(part)
            time.sleep(pause)

    return misbehave


STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
JSON = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"

WAYS = {
    "hangs": lambda _connection: time.sleep(60),
    "drops every connection": say(),
    "garbage": say(b"\x00\xff nothing that is HTTP \r\n\r\n"),
    "a head byte by byte": for_ever(b"HTTP/1.1 200 OK\r\nx", b"x", 0.05),
    "a head without end": for_ever(b"HTTP/1.1 200 OK\r\nx: ", b"x" * 65536, 0),
    "a body byte by byte": for_ever(JSON, b" ", 0.05),
    "a body that is cut off": say(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}"),
    "no JSON": say(respond(b"<html>")),
    "JSON beyond all depth": say(respond(b"[" * 100_000)),
    "NaN": say(respond(b'{"thread_id": NaN}')),
    "no UTF-8": say(respond(b'{"a": "\xff"}')),
    "a broken gzip": say(respond(b"no gzip", more=b"content-encoding: gzip\r\n")),
    "a redirect to itself": say(respond(b"", status=b"307 Again", more=b"location: /threads\r\n")),
    "a stream without end": for_ever(STREAM, b"data: 1\n\n", 0.05),
    "a stream of comments": for_ever(STREAM, b":\n", 0.05),
    "events of nothing": say(STREAM + b"event\n\n\ndata\n\n:::\n\nid: \x00\n\n\xff\xfe\n\n"),
    "an odd status": say(respond(b"{}", status=b"799 Odd")),
    "an interim answer without end": for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
}


@contextmanager
def serving(way):
    """Serve `/ok`, `/info` and a thread, misbehave `way` on other paths, and yield the URL."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        threading.Thread(target=_accept, args=(listening, WAYS[way]), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def _accept(listening, misbehave):
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(connection, misbehave), daemon=True).start()


def _serve(connection, misbehave):
    try:
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (more := connection.recv(65536)):
                    return
                request += more
            known = (b"GET /ok ", b"GET /info ", b"GET /threads/00000000-0000-4000-8000-000000000000 ")
            connection.settimeout(70)
            (say(OK) if request.startswith(known) else misbehave)(connection)
            if not request.startswith(known):
                connection.shutdown(socket.SHUT_WR)
    except OSError:
        return


REMOVED = object()
"""Replacement value that removes the field."""


def replaced(name, hostile):
    """Return a function that replaces the value of every field called `name` in JSON."""

    def change(value):
        if isinstance(value, list):
            return [change(each) for each in value]
        if not isinstance(value, dict):
            return value
        changed_object = {key: hostile if key == name else change(each) for key, each in value.items()}
        return {key: each for key, each in changed_object.items() if each is not REMOVED}

    return change


def as_it_is(value):
    return value


class Altered:
    """An app with changes to the JSON of its responses and events, to headers, or to event names."""

    def __init__(self, app, change=as_it_is, headers=dict, event=None):
        self.app = app
        self.change = change
        self.headers = headers
        self.event = event

    async def __call__(self, scope, receive, send):
        is_known = scope["type"] not in {"http", "websocket"} or scope["path"] in {"/ok", "/info"}
        await self.app(scope, receive, send if is_known else AlteredResponse(self, send).take)

    def content(self, content):
        return json.dumps(self.change(json.loads(content))).encode() if is_json(content) else content

    def line(self, line):
        if line.startswith(b"data: "):
            return b"data: " + self.content(line[6:])
        return b"event: " + self.event if self.event and line.startswith(b"event: ") else line


class AlteredResponse:
    """A response in progress: sent when it is complete, or event by event if it is a stream."""

    def __init__(self, altered, send):
        self.altered = altered
        self.send = send
        self.head = {}
        self.content = b""

    async def take(self, message):
        kind = message["type"].rpartition(".")[2]
        if message["type"] == "websocket.send":
            await self.send({**message, "text": self.altered.content(message["text"].encode()).decode()})
        elif not message["type"].startswith("http.response."):
            await self.send(message)
        elif kind == "start":
            headers = {name: value for name, value in message["headers"] if name != b"content-length"}
            self.head = {**message, "headers": [*(headers | self.altered.headers(headers)).items()]}
            if self.is_stream:
                await self.send(self.head)
        elif self.is_stream:
            lines = map(self.altered.line, message.get("body", b"").split(b"\n"))
            await self.send({**message, "body": b"\n".join(lines)})
        else:
            await self.keep(message)

    async def keep(self, message):
        self.content += message.get("body", b"")
        if not message.get("more_body"):
            await self.send(self.head)
            await self.send({**message, "body": self.altered.content(self.content)})

    @property
    def is_stream(self):
        return dict(self.head["headers"]).get(b"content-type", b"").startswith(b"text/event-stream")


def is_json(content):
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


@contextmanager
def altered(change=as_it_is, **more):
    """Serve the mock with these changes, and yield its URL."""
    with listen("127.0.0.1", 0) as listening:
        app = Altered(create_app(Settings(pace=0, seed=0)), change, **more)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="critical", ws="websockets-sansio", lifespan="on")
        )
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
