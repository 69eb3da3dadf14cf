"""A server that misbehaves in one way, once it has been taken for a LangGraph server."""

import socket
import threading
import time
from contextlib import contextmanager

OK = b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}'


def answer(body, kind=b"application/json", status=b"200 OK", more=b""):
    head = b"HTTP/1.1 " + status + b"\r\ncontent-type: " + kind + b"\r\n" + more
    return head + b"content-length: %d\r\n\r\n" % len(body) + body


def say(*parts, pause=0.0):
    """Sends these, and closes."""

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
    "no JSON": say(answer(b"<html>")),
    "JSON beyond all depth": say(answer(b"[" * 100_000)),
    "NaN": say(answer(b'{"thread_id": NaN}')),
    "no UTF-8": say(answer(b'{"a": "\xff"}')),
    "a broken gzip": say(answer(b"no gzip", more=b"content-encoding: gzip\r\n")),
    "a redirect to itself": say(answer(b"", status=b"307 Again", more=b"location: /threads\r\n")),
    "a stream without end": for_ever(STREAM, b"data: 1\n\n", 0.05),
    "a stream of comments": for_ever(STREAM, b":\n", 0.05),
    "events of nothing": say(STREAM + b"event\n\n\ndata\n\n:::\n\nid: \x00\n\n\xff\xfe\n\n"),
    "an odd status": say(answer(b"{}", status=b"799 Odd")),
    "an interim answer without end": for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
}


@contextmanager
def serving(way):
    """Its URL. `/ok`, `/info` and a thread are answered; everything else in this way."""
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
            asked = b""
            while b"\r\n\r\n" not in asked:
                if not (more := connection.recv(65536)):
                    return
                asked += more
            known = (b"GET /ok ", b"GET /info ", b"GET /threads/00000000-0000-4000-8000-000000000000 ")
            connection.settimeout(70)
            (say(OK) if asked.startswith(known) else misbehave)(connection)
            if not asked.startswith(known):
                connection.shutdown(socket.SHUT_WR)
    except OSError:
        return
