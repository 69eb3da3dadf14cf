"""The client's connection, for faults that close or reset it."""

import asyncio
import socket
import struct
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.http.response.shutdown import stopping

TRANSPORT = "mockserver.transport"
"""Key of the transport in the ASGI scope; missing for in-process clients."""

LINGER_OFF = struct.pack("ii", 1, 0)
"""`SO_LINGER` of zero seconds: closing the socket sends RST in place of FIN."""

POLL_SECONDS = 0.1
FLUSH_SECONDS = 1.0
FLUSH_INTERVAL_SECONDS = 0.005


class WithTransport:
    """An app whose requests have the transport of their connection in the scope."""

    __slots__ = ("app", "transport")

    def __init__(self, app: ASGIApp, transport: asyncio.Transport) -> None:
        self.app = app
        self.transport = transport

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Any:
        scope[TRANSPORT] = self.transport
        return self.app(scope, receive, send)


def is_open(scope: Scope) -> bool:
    transport: asyncio.Transport | None = scope.get(TRANSPORT)
    return transport is not None and not transport.is_closing()


async def ended(scope: Scope) -> None:
    """Wait until the client disconnects or the server stops."""
    stop = stopping(scope)
    while not stop.done() and (TRANSPORT not in scope or is_open(scope)):
        await asyncio.wait({stop}, timeout=POLL_SECONDS)  # `receive`, which would report it, is the app's


async def close(scope: Scope) -> None:
    """Close the connection; its client gets an unexpected end of the response.

    Raises:
        ConnectionResetError: the client is in-process.

    """
    _transport(scope).close()


async def reset(scope: Scope) -> None:
    """Reset the connection with a TCP RST, after the bytes that were sent before have left.

    Raises:
        ConnectionResetError: the client is in-process.

    """
    transport = _transport(scope)
    for _ in range(int(FLUSH_SECONDS / FLUSH_INTERVAL_SECONDS)):
        await asyncio.sleep(FLUSH_INTERVAL_SECONDS)
        if transport.is_closing() or not transport.get_write_buffer_size():
            break
    if (connection := transport.get_extra_info("socket")) is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_OFF)
    transport.abort()


def _transport(scope: Scope) -> asyncio.Transport:
    transport: asyncio.Transport | None = scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError("a fault ended the connection")
    return transport
