"""Passage of a WebSocket through the proxy, frame by frame in both directions."""

from contextlib import suppress
from typing import Any

import anyio
from starlette.types import Receive, Scope, Send
from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.frames import CloseCode
from websockets.typing import Subprotocol

from contract_tests.traffic.proxy.headers import passed_on, without_handshake
from contract_tests.traffic.proxy.recorder import ExchangeRecorder

BAD_GATEWAY = 502
SWITCHING = 101


class Connect(connect):
    """Connection that returns redirects to the client instead of following them to another server."""

    @override
    def process_redirect(self, exc: Exception) -> Exception:
        return exc


class SocketPassage:
    def __init__(
        self, scope: Scope, receive: Receive, send: Send, tap: ExchangeRecorder, proxy: str | None = None
    ) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._tap = tap
        self._proxy = proxy
        self._code: int = CloseCode.NORMAL_CLOSURE
        """Close code that is forwarded from one side to the other."""

    async def open(self) -> None:
        """Forward until one side closes the connection."""
        await self._receive()  # the client's request to connect
        settings: Any = {
            "additional_headers": [
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in without_handshake(self._tap.headers)
            ],
            "subprotocols": [Subprotocol(name) for name in self._scope["subprotocols"]] or None,
            "user_agent_header": None,
            "max_size": None,
            "close_timeout": 1,
            "proxy": self._proxy,
        }
        try:
            async with Connect(f"ws{self._tap.url[4:]}", **settings) as upstream:
                await self._pass(upstream)
        except InvalidStatus as rejection:
            response = rejection.response
            headers = [
                (name.encode(), value.encode("latin-1")) for name, value in response.headers.raw_items()
            ]
            body = bytes(response.body or b"")
            await self._refuse(response.status_code, passed_on(headers, b"content-length"), body)
        except (WebSocketException, OSError, ImportError) as error:
            self._tap.failure = f"no response: {error}"
            await self._refuse(BAD_GATEWAY, [], b"")

    async def _pass(self, upstream: ClientConnection) -> None:
        self._tap.status = SWITCHING
        await self._send({"type": "websocket.accept", "subprotocol": upstream.subprotocol})
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._to_target, upstream, tasks.cancel_scope)
            tasks.start_soon(self._to_client, upstream, tasks.cancel_scope)
        if self._tap.ended == "left":
            await upstream.close(self._code)
        else:
            reason = upstream.close_reason or ""
            await self._send({"type": "websocket.close", "code": self._code, "reason": reason})

    async def _to_target(self, upstream: ClientConnection, passage: anyio.CancelScope) -> None:
        with suppress(ConnectionClosed):  # the other direction sees and records it, too
            while (message := await self._receive())["type"] == "websocket.receive":
                frame = message.get("text")
                if frame is not None:
                    self._tap.frame(frame, is_ours=True)
                await upstream.send(message["bytes"] if frame is None else frame)
            self._code = _sendable(message.get("code"))
            passage.cancel()

    async def _to_client(self, upstream: ClientConnection, passage: anyio.CancelScope) -> None:
        try:
            async for frame in upstream:
                if isinstance(frame, str):
                    self._tap.frame(frame, is_ours=False)
                    await self._send({"type": "websocket.send", "text": frame})
                else:
                    await self._send({"type": "websocket.send", "bytes": frame})
            self._tap.ended = "closed"
        except ConnectionClosed as end:
            self._tap.ended = "broken" if end.rcvd is None else "closed"
        self._code = _sendable(upstream.close_code)
        passage.cancel()

    async def _refuse(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        if not self._tap.failure:
            self._tap.status, self._tap.answer_headers = status, headers
            self._tap.from_target(body)
        start = {"type": "websocket.http.response.start", "status": status, "headers": headers}
        await self._send(start)
        await self._send({"type": "websocket.http.response.body", "body": body})


def _sendable(code: int | None) -> int:
    """Return the code to close with: 1005 and 1006 mean that no code was received, and can't be sent."""
    if code is None or code == CloseCode.NO_STATUS_RCVD:
        return CloseCode.NORMAL_CLOSURE
    return CloseCode.INTERNAL_ERROR if code == CloseCode.ABNORMAL_CLOSURE else code
