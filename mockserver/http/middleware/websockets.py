"""WebSockets, which OpenAPI does not cover: they are routed, authenticated and served here."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from starlette.responses import JSONResponse
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from mockserver.events.thread_ref import ThreadRef
from mockserver.http import scope_keys
from mockserver.http.middleware.auth import CREDENTIALS_REQUIRED, Owners
from mockserver.http.request.body import aside_if_long
from mockserver.http.request.websocket_messages import BrokenCommand, FrameValidator
from mockserver.http.response.shutdown import stopping
from mockserver.http.response.stream import cancelled
from mockserver.state.event_log import ConnectionCut
from mockserver.state.world import World

log = logging.getLogger(__name__)

CLOSE_CODE_OF_STATUS_0 = 4000
"""Added to the HTTP status of an error to get the close code."""
GOING_AWAY = 1001
"""Close code when the server stops or the thread is deleted."""
FAILED = 1011


class WebSockets:
    def __init__(
        self,
        app: ASGIApp,
        *,
        owners: Owners,
        frames: Mapping[str, FrameValidator],
        faults: Callable[[ASGIApp], ASGIApp] | None = None,
    ) -> None:
        """Serve `frames` by the path of their sockets; all paths have a `thread_id`.

        `faults` is a layer around the sockets, which other requests do not pass.
        """
        self.app = app
        self._sockets: ASGIApp = faults(self._accept) if faults else self._accept
        self._owners = owners
        self._frames = [(compile_path(path)[0], each) for path, each in frames.items()]

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "websocket":
            return self._sockets(scope, receive, send)
        return self.app(scope, receive, send)

    async def _accept(self, scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(WebSocketDisconnect):  # the client disconnected before the handshake ended
            await self._serve(WebSocket(scope, receive, send))

    async def _serve(self, socket: WebSocket) -> None:
        for pattern, frames in self._frames:
            if match := pattern.match(socket.scope["path"]):
                await self._open(socket, match["thread_id"], frames)
                return
        await socket.send_denial_response(JSONResponse({"detail": "Not Found"}, HTTPStatus.NOT_FOUND))

    async def _open(self, socket: WebSocket, thread_id: str, frames: FrameValidator) -> None:
        """Reject a socket only after accepting it: browsers do not expose the status, but the close code."""
        owner = self._owners.of(socket.scope["headers"])
        await socket.accept()
        canonical = _canonical(thread_id)
        if self._owners.are_required and not owner:
            await socket.close(CLOSE_CODE_OF_STATUS_0 + 401, CREDENTIALS_REQUIRED)
        elif canonical is None:
            await socket.close(CLOSE_CODE_OF_STATUS_0 + 400, "thread_id: not a valid UUID")
        else:
            world: World = socket.scope[scope_keys.SESSION].world
            with world.traffic.streaming():
                await _exchange_messages(socket, ThreadRef(world, owner, canonical), frames)


async def _exchange_messages(socket: WebSocket, ref: ThreadRef, frames: FrameValidator) -> None:
    """Serve the socket until the client disconnects or the stream ends."""
    # importing the command parser and the run starter takes a while, and few clients open a socket
    await ref.world.imports.need("mockserver.events.connection", "mockserver.graphs.execute")
    from mockserver.events.connection import Connection  # noqa: PLC0415

    async def send(message: bytes) -> None:
        frames.check(message)
        await socket.send_text(message.decode())

    async def listen() -> None:
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            frame = message.get("bytes") or (message.get("text") or "").encode()
            try:
                command = await aside_if_long(frame, frames.command)
            except BrokenCommand as broken:
                await connection.reject(broken.command_id, broken.detail)
            else:
                await connection.receive(command)

    connection = await Connection.opened(ref, send)
    sending, listening = asyncio.create_task(connection.send_event()), asyncio.create_task(listen())
    try:
        ends = {sending, listening, stopping(socket.scope)}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        code = _code(sending, listening)
    finally:
        await cancelled(sending, listening)
    if socket.client_state is WebSocketState.CONNECTED:
        # the client disconnected just now, or it does not read and the stopping server does not wait for it
        with suppress(RuntimeError, WebSocketDisconnect, asyncio.CancelledError):
            await socket.close(code)


def _code(*tasks: "asyncio.Task[None]") -> int:
    for task in tasks:
        error = task.exception() if task.done() else None
        if isinstance(error, ConnectionCut):
            return FAILED
        if error and not isinstance(error, WebSocketDisconnect):
            log.error("a WebSocket failed", exc_info=error)
            return FAILED
    return GOING_AWAY


def _canonical(text: str) -> str | None:
    with suppress(ValueError):
        return str(UUID(text))
    return None
