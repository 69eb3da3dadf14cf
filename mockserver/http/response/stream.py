"""Sends a body piece by piece, until it is whole, its client has gone or the server stops."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from mockserver.call import Answer
from mockserver.http.response.send import Header, start
from mockserver.http.response.shutdown import stopping


@dataclass(frozen=True, slots=True)
class Client:
    """Who asked, as ASGI has them."""

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
    """Sent when there was no piece for a while: it tells client and proxies that more is to come."""
    left: Callable[[], None]
    """Called once if the client goes before the end."""
    last_words: bytes = b""
    """Sent if the server stops before the end."""


class Writer:
    """Sends pieces. A client that reads slowly slows it down: nothing piles up here."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._now = asyncio.get_running_loop().time
        self._wrote = self._now()

    async def write(self, piece: bytes) -> None:
        await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        self._wrote = self._now()

    async def write_all(self, pieces: AsyncIterator[bytes]) -> None:
        async for piece in pieces:
            await self.write(piece)

    async def fill(self, filler: bytes, silence: float) -> None:
        while True:
            left = self._wrote + silence - self._now()
            if left > 0:
                await asyncio.sleep(left)
            else:
                await self.write(filler)


async def send_stream(answer: Answer, stream: Stream, client: Client, *, silence: float) -> None:
    """The filler comes after so many seconds of silence. HEAD gets the headers that GET gets."""
    await start(answer, stream.headers, client.send)
    if client.scope["method"] == "HEAD":
        await client.end()
        return
    writer = Writer(client.send)
    writing = asyncio.create_task(writer.write_all(stream.pieces))
    filling = asyncio.create_task(writer.fill(stream.filler, silence))
    leaving = asyncio.create_task(disconnected(client.receive))
    ends = {writing, filling, leaving, stopping(client.scope)}
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        written, gone = writing.done(), leaving.done() or filling.done()
    except asyncio.CancelledError:  # who asked in process has gone
        stream.left()
        raise
    finally:
        await cancelled(writing, filling, leaving)
        await stream.pieces.aclose()
    if written and not writing.exception():
        await client.end()
    elif written or gone:  # a server may also raise in `send` when the client has gone
        stream.left()
    else:
        with suppress(asyncio.CancelledError):  # the server does not wait for a client that does not read
            await client.end(stream.last_words)


async def disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def cancelled(*tasks: "asyncio.Task[None]") -> None:
    """When this returns, all of them have come to their end."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
