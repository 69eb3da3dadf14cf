"""Measures how long a mock keeps its event loop busy: the CPU time of each callback.

This is the CPU time of the loop's own thread rather than wall time, so a loaded machine does not change it.
"""

import gc
from asyncio import Event, Handle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import get_ident
from time import thread_time
from unittest.mock import patch
from urllib.parse import urlencode

import orjson


@dataclass
class Watchdog:
    busy: dict[str, float] = field(default_factory=dict)
    """Seconds of the longest callback, by the name of the block that it ran in."""

    @contextmanager
    def watching(self, name: str) -> Iterator[None]:
        """Measure the callbacks that this thread's event loop runs within the block, under this name."""
        run, thread = Handle._run, get_ident()
        collecting = Collecting()

        def timed(handle):
            if get_ident() != thread:
                run(handle)
                return
            start, before = thread_time(), collecting.seconds
            try:
                run(handle)
            finally:
                spent = thread_time() - start - (collecting.seconds - before)
                self.busy[name] = max(self.busy.get(name, 0.0), spent)

        gc.callbacks.append(collecting)
        try:
            with patch.object(Handle, "_run", timed):
                yield
        finally:
            gc.callbacks.remove(collecting)

    def longer_than(self, seconds: float) -> dict[str, str]:
        return {name: f"{spent * 1000:.0f} ms" for name, spent in self.busy.items() if spent > seconds}


class Collecting:
    """CPU time of the garbage collector, which in a test also visits the objects of all earlier tests."""

    def __init__(self) -> None:
        self.seconds = self._start = 0.0

    def __call__(self, phase, _info) -> None:
        if phase == "start":
            self._start = thread_time()
        else:
            self.seconds += thread_time() - self._start


@dataclass(frozen=True)
class Response:
    status: int
    content: bytes

    @property
    def body(self):
        return orjson.loads(self.content)


async def send(app, method, path, body=None, *, query=None, headers=None) -> Response:
    """Send a request as a server would, with little overhead: only the app is measured."""
    content = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
    sent_headers = {"host": "localhost", **(headers or {})}
    scope = {
        "type": "http",
        "scheme": "http",
        "method": method,
        "path": path,
        "query_string": urlencode(query or {}, doseq=True).encode(),
        "headers": [(name.lower().encode(), str(value).encode()) for name, value in sent_headers.items()],
        "extensions": {},
    }
    messages, status, pieces = iter([{"type": "http.request", "body": content}]), [], []

    async def receive():
        if (message := next(messages, None)) is not None:
            return message
        return await never.wait()

    async def send(message):
        if message["type"] == "http.response.start":
            status.append(message["status"])
        else:
            pieces.append(message.get("body", b""))

    never = Event()
    await app(scope, receive, send)
    return Response(status[0], b"".join(pieces))
