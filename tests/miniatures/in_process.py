"""An app in this process that is asked as over a network: it answers bit by bit, and its client may leave."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

import httpx
from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp, Message

MAKING_UP_THE_HEAD = ("http.response.start", "http.response.body")


class Answering:
    """One request to an app, and the answer while it comes."""

    def __init__(self, app: ASGIApp, request: httpx.Request) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self._asked = [{"type": "http.request", "body": request.content}]
        self._left = asyncio.Event()
        self._said: asyncio.Queue[Message | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._converse(app, scope_of(request)))

    @classmethod
    async def begun(cls, app: ASGIApp, request: httpx.Request) -> Self:
        """The head is there."""
        answering = cls(app, request)
        try:
            head = await answering._said.get()
        except asyncio.CancelledError:
            await answering.leave()
            raise
        if head is None:
            await answering._task
            raise AssertionError("an app that does not answer")
        answering.status = head["status"]
        answering.headers = {name.decode(): value.decode("latin-1") for name, value in head["headers"]}
        return answering

    async def piece(self, patience: float | None = None) -> bytes:
        """The next piece of the body; nothing at its end."""
        async with asyncio.timeout(patience):
            while (message := await self._said.get()) is not None:
                if message.get("body"):
                    return message["body"]
        await self._task
        return b""

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            while piece := await self.piece():
                yield piece
        finally:
            await self.leave()

    async def leave(self) -> None:
        """Go, whether or not it was all; the app is told, and comes to its end."""
        self._left.set()
        await asyncio.wait([self._task])

    async def _converse(self, app: ASGIApp, scope: dict[str, Any]) -> None:
        try:
            await app(scope, self._receive, self._send)
        finally:
            self._said.put_nowait(None)

    async def _receive(self) -> Message:
        if self._asked:
            return self._asked.pop()
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] in MAKING_UP_THE_HEAD and not self._left.is_set():
            self._said.put_nowait(message)
        await asyncio.sleep(0)  # as a socket would, let others go on


def scope_of(request: httpx.Request) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "server": (request.url.host, request.url.port),
        "client": ("127.0.0.1", 123),
        "root_path": "",
    }


class InProcess(httpx.BaseTransport):
    """Takes requests to an app that runs in the loop of another thread, where it goes on between them."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        self.app = app
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answering = self._portal.call(Answering.begun, self.app, request)
        body = Body(answering, self._portal, request.extensions.get("timeout", {}))
        return httpx.Response(answering.status, headers=answering.headers, stream=body)


class Body(httpx.SyncByteStream):
    def __init__(self, answering: Answering, portal: BlockingPortal, patience: dict[str, float]) -> None:
        self._answering = answering
        self._portal = portal
        self._patience = patience

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._piece():
            yield piece

    def close(self) -> None:
        self._portal.call(self._answering.leave)

    def _piece(self) -> bytes:
        try:
            return self._portal.call(self._answering.piece, self._patience.get("read"))
        except TimeoutError as silence:
            raise httpx.ReadTimeout("silence") from silence
