"""A WebSocket to an app in this process, without a network."""

import asyncio
from collections.abc import Mapping
from typing import Any, Self

import httpx
from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp, Message

from contract_tests.client.websocket import Closed, HandshakeFailed
from miniatures.in_process import scope_of

FORBIDDEN = 403
"""HTTP status that a server sends if the app does not accept the connection."""


class AppConnection:
    """The app's side of the connection, in the app's event loop."""

    def __init__(self, app: ASGIApp, scope: dict[str, Any]) -> None:
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message | None] = asyncio.Queue()
        self._to_app.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(self._run_app(app, scope))

    @classmethod
    async def connect(cls, app: ASGIApp, scope: dict[str, Any]) -> Self:
        connection = cls(app, scope)
        first = await connection._from_app.get()
        if first is None or first["type"] != "websocket.accept":
            raise HandshakeFailed(FORBIDDEN)
        return connection

    async def send(self, text: str) -> None:
        self._to_app.put_nowait({"type": "websocket.receive", "text": text})

    async def receive(self, at_most: float) -> str:
        async with asyncio.timeout(at_most):
            message = await self._from_app.get()
        if message is None or message["type"] == "websocket.close":
            self._from_app.put_nowait(None)
            raise Closed
        return str(message["text"])

    async def disconnect(self) -> None:
        self._to_app.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait([self._task])

    async def _run_app(self, app: ASGIApp, scope: dict[str, Any]) -> None:
        try:
            await app(scope, self._to_app.get, self._from_app.put)
        finally:
            self._from_app.put_nowait(None)


class LineInProcess:
    """The check's side of the connection, in the thread of the check."""

    def __init__(self, connection: AppConnection, portal: BlockingPortal) -> None:
        self._connection = connection
        self._portal = portal

    @classmethod
    def opened(cls, app: ASGIApp, portal: BlockingPortal, url: str, headers: Mapping[str, str]) -> Self:
        """Open a connection, or raise `HandshakeFailed`."""
        request = httpx.Request("GET", url, headers=headers)
        scope = {**scope_of(request), "type": "websocket", "subprotocols": []}
        return cls(portal.call(AppConnection.connect, app, scope), portal)

    def send(self, text: str, /) -> None:
        self._portal.call(self._connection.send, text)

    def receive(self, at_most: float, /) -> str:
        return self._portal.call(self._connection.receive, at_most)

    def close(self) -> None:
        self._portal.call(self._connection.disconnect)
