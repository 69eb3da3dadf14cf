"""Transport to an app in this process that streams as a network would, with clients that may disconnect."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

import httpx
from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp, Message

MAKING_UP_THE_HEAD = ("http.response.start", "http.response.body")


class InProcessResponse:
    """One request to an app and its response, while it arrives."""

    def __init__(self, app: ASGIApp, request: httpx.Request) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self._asked = [{"type": "http.request", "body": request.content}]
        self._left = asyncio.Event()
        self._said: asyncio.Queue[Message | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._converse(app, scope_of(request)))

    @classmethod
    async def begun(cls, app: ASGIApp, request: httpx.Request) -> Self:
        """Send the request, and return once the response's head has arrived."""
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
        """Return the next piece of the body, or `b""` at its end."""
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
        """Disconnect, even if the response is incomplete, and wait until the app has finished."""
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
        await asyncio.sleep(0)  # let other tasks run, as a socket would


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
    """Transport to an app that runs in another thread's event loop, and keeps running between requests."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        self.app = app
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answering = self._portal.call(InProcessResponse.begun, self.app, request)
        body = Body(answering, self._portal, request.extensions.get("timeout", {}))
        return httpx.Response(answering.status, headers=answering.headers, stream=body)


class Body(httpx.SyncByteStream):
    def __init__(
        self, answering: InProcessResponse, portal: BlockingPortal, patience: dict[str, float]
    ) -> None:
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
