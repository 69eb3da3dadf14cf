"""A load generator: a few connections, each sending its next request as soon as a response arrives."""

import asyncio
import time
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

CONNECTIONS = 16


@dataclass(frozen=True)
class Load:
    requests: int
    seconds: float
    failed: int
    """Number of responses with a status other than 2xx."""
    cpu_seconds: float = 0.0
    """CPU time of the server, in seconds."""

    def with_cpu(self, seconds: float) -> "Load":
        return replace(self, cpu_seconds=seconds)

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def per_cpu_second(self) -> float:
        return self.requests / self.cpu_seconds


class Caller(asyncio.Protocol):
    """A connection that repeats `request` until the time `until`, and counts the responses."""

    def __init__(self, request: bytes, until: float, done: asyncio.Future[None]) -> None:
        self.request, self.until, self.done = request, until, done
        self.requests = self.failed = 0
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.received += data
        if not is_whole(self.received):
            return
        self.requests += 1
        self.failed += not self.received.startswith(b"HTTP/1.1 2")
        self.received = b""
        if time.perf_counter() < self.until:
            self.transport.write(self.request)
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc) if exc else self.done.set_result(None)


def is_whole(received: bytes) -> bool:
    head, gap, body = received.partition(b"\r\n\r\n")
    if not gap:
        return False
    head = head.lower()
    if b"\r\ntransfer-encoding: chunked" in head:
        return body.endswith(b"0\r\n\r\n")
    length = head.partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0]
    return len(body) >= int(length or 0)


def request(method: str, path: str, body: bytes = b"", *, host: str = "localhost") -> bytes:
    length = b"Content-Type: application/json\r\nContent-Length: %d\r\n" % len(body) if body else b""
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\n".encode()
    return head + length + b"\r\n" + body


def load(url: str, sent: bytes, seconds: float) -> Load:
    return asyncio.run(_load(url, sent, seconds))


async def _load(url: str, sent: bytes, seconds: float) -> Load:
    loop = asyncio.get_running_loop()
    where = urlsplit(url)
    host, port = str(where.hostname), int(where.port or 80)
    start = time.perf_counter()
    callers = []
    for _ in range(CONNECTIONS):
        make = partial(Caller, sent, start + seconds, loop.create_future())
        _, caller = await loop.create_connection(make, host, port)
        callers.append(caller)
    await asyncio.gather(*(caller.done for caller in callers))
    return Load(
        sum(caller.requests for caller in callers),
        time.perf_counter() - start,
        sum(caller.failed for caller in callers),
    )
