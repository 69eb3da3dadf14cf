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
        self._request_messages = [{"type": "http.request", "body": request.content}]
        self._disconnected = asyncio.Event()
        self._response_messages: asyncio.Queue[Message | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._run_app(app, scope_of(request)))

    @classmethod
    async def send(cls, app: ASGIApp, request: httpx.Request) -> Self:
        """Send the request, and return once the response's head has arrived."""
        response = cls(app, request)
        try:
            head = await response._response_messages.get()
        except asyncio.CancelledError:
            await response.disconnect()
            raise
        if head is None:
            await response._task
            raise AssertionError("an app that does not answer")
        response.status = head["status"]
        response.headers = {name.decode(): value.decode("latin-1") for name, value in head["headers"]}
        return response

    async def piece(self, at_most: float | None = None) -> bytes:
        """Return the next piece of the body, or `b""` at its end."""
        async with asyncio.timeout(at_most):
            while (message := await self._response_messages.get()) is not None:
                if message.get("body"):
                    return message["body"]
        await self._task
        return b""

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            while piece := await self.piece():
                yield piece
        finally:
            await self.disconnect()

    async def disconnect(self) -> None:
        """Disconnect, even if the response is incomplete, and wait until the app has finished."""
        self._disconnected.set()
        await asyncio.wait([self._task])

    async def _run_app(self, app: ASGIApp, scope: dict[str, Any]) -> None:
        try:
            await app(scope, self._receive, self._send)
        finally:
            self._response_messages.put_nowait(None)

    async def _receive(self) -> Message:
        if self._request_messages:
            return self._request_messages.pop()
        await self._disconnected.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] in MAKING_UP_THE_HEAD and not self._disconnected.is_set():
            self._response_messages.put_nowait(message)
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
        response = self._portal.call(InProcessResponse.send, self.app, request)
        body = Body(response, self._portal, request.extensions.get("timeout", {}))
        return httpx.Response(response.status, headers=response.headers, stream=body)


class Body(httpx.SyncByteStream):
    def __init__(
        self, response: InProcessResponse, portal: BlockingPortal, timeouts: dict[str, float]
    ) -> None:
        self._response = response
        self._portal = portal
        self._timeouts = timeouts

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._piece():
            yield piece

    def close(self) -> None:
        self._portal.call(self._response.disconnect)

    def _piece(self) -> bytes:
        try:
            return self._portal.call(self._response.piece, self._timeouts.get("read"))
        except TimeoutError as error:
            raise httpx.ReadTimeout("silence") from error
