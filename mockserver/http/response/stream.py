"""Streaming of a body until it ends, its client disconnects or the server stops."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from mockserver.http import scope_keys
from mockserver.http.response.send import Header, start
from mockserver.http.response.shutdown import stopping
from mockserver.request_response import Response
from mockserver.state.clock import Clock
from mockserver.state.event_log import ConnectionCut


@dataclass(frozen=True, slots=True)
class Client:
    """ASGI's scope and channels of one request."""

    scope: Scope
    receive: Receive
    send: Send

    async def end(self, piece: bytes = b"") -> None:
        await self.send({"type": "http.response.body", "body": piece})


@dataclass(frozen=True, slots=True)
class Stream:
    """A body in pieces."""

    headers: tuple[Header, ...]
    pieces: AsyncGenerator[bytes, None]
    filler: bytes
    """Sent after a while without a piece: keeps clients and proxies from closing the connection."""
    on_disconnect: Callable[[], None]
    """Called once if the client disconnects early."""
    closing_bytes: bytes = b""
    """Sent if the server stops early."""


class Writer:
    """A writer of pieces. A client that reads slowly slows it down, so nothing is buffered here."""

    def __init__(self, send: Send, clock: Clock) -> None:
        self._send = send
        self._clock = clock
        self._wrote = clock.elapsed()

    async def write(self, piece: bytes) -> None:
        await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        self._wrote = self._clock.elapsed()

    async def write_all(self, pieces: AsyncIterator[bytes]) -> None:
        async for piece in pieces:
            await self.write(piece)

    async def fill(self, filler: bytes, heartbeat_seconds: float) -> None:
        while True:
            due = self._wrote + heartbeat_seconds
            if due > self._clock.elapsed():
                await self._clock.sleep_until(due)
            else:
                await self.write(filler)


async def send_stream(
    response: Response, stream: Stream, client: Client, *, heartbeat_seconds: float
) -> None:
    """Send the stream, with a filler after `heartbeat_seconds` without data. HEAD gets the headers of GET.

    Raises:
        ConnectionCut: a piece of the stream is the end of its connection.

    """
    await start(response, stream.headers, client.send)
    if client.scope["method"] == "HEAD":
        await client.end()
        return
    writer = Writer(client.send, client.scope[scope_keys.SESSION].clock)
    writing = asyncio.create_task(writer.write_all(stream.pieces))
    filling = asyncio.create_task(writer.fill(stream.filler, heartbeat_seconds))
    leaving = asyncio.create_task(disconnected(client.receive))
    ends = {writing, filling, leaving, stopping(client.scope)}
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        is_written, is_gone = writing.done(), leaving.done() or filling.done()
    except asyncio.CancelledError:  # an in-process client cancelled the request
        stream.on_disconnect()
        raise
    finally:
        await cancelled(writing, filling, leaving)
        await stream.pieces.aclose()
    if is_written and not writing.exception():
        await client.end()
    elif is_written or is_gone:  # some servers raise in `send` after a disconnect
        stream.on_disconnect()
        if is_written and isinstance(cut := writing.exception(), ConnectionCut):
            raise cut
    else:
        with suppress(asyncio.CancelledError):  # the server does not wait for a client that does not read
            await client.end(stream.closing_bytes)


async def disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def cancelled(*tasks: "asyncio.Task[None]") -> None:
    """Cancel the tasks and wait until all of them have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
