"""Recorder of the traffic that passes through the proxy."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from contract_tests.client.exchange import NO_RESPONSE, SOCKET, Exchange, Request, Response
from contract_tests.client.stream import Ending
from contract_tests.traffic.exchanges import Frame, UnansweredRequest, http_exchange, websocket_exchange
from contract_tests.traffic.proxy.headers import Headers

MAX_BODY_BYTES = 16 * 1024 * 1024
"""Bytes of a body that are kept, compressed or not. Larger bodies pass through without being judged."""

TOO_LARGE = f"larger than {MAX_BODY_BYTES // 1024 // 1024} MiB"
PACKED = "compressed with an unknown encoding"
LEFT_EARLY = "cancelled by the client before the response"

PACKINGS = {"", "identity", "gzip", "x-gzip", "deflate"}


@dataclass(frozen=True, slots=True)
class Chunk:
    content: bytes
    at: float
    """Seconds since the start of the passage."""


@dataclass
class ExchangeRecorder:
    method: str
    url: str
    headers: Headers
    base: str
    """The base URL of the server that answers."""
    started: float = field(default_factory=time.monotonic)
    date: float = field(default_factory=time.time)
    """Start of the passage, in seconds since 1970."""
    sent: bytearray = field(default_factory=bytearray)
    status: int = NO_RESPONSE
    answer_headers: Headers = field(default_factory=list)
    received: list["Chunk"] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    ended: Ending = "left"
    """`left` until the target closes the connection or it breaks."""
    failure: str = ""
    """Reason for a missing response. Empty if there was one."""
    is_too_large: bool = False
    seconds: float = 0.0
    _size: int = 0

    def from_client(self, chunk: bytes) -> None:
        if self._fits(chunk):
            self.sent += chunk

    def from_target(self, chunk: bytes) -> None:
        if self._fits(chunk):
            self.received.append(Chunk(chunk, time.monotonic() - self.started))

    def frame(self, text: str, *, is_ours: bool) -> None:
        if self._fits(text.encode("utf-8", "replace")):
            self.frames.append(Frame(is_ours, text, time.monotonic() - self.started))

    def closed(self) -> None:
        """Stop the clock at the end of the passage."""
        self.seconds = time.monotonic() - self.started

    @property
    def is_socket(self) -> bool:
        return self.method == SOCKET

    @property
    def exchange(self) -> Exchange | UnansweredRequest:
        request = Request(self.method, self.url, _as_text(self.headers), bytes(self.sent), self.base)
        if self.is_too_large:
            return UnansweredRequest(request, TOO_LARGE)
        if self.is_socket and self.status == httpx.codes.SWITCHING_PROTOCOLS:
            return websocket_exchange(request, self.frames, self.ended)
        if self.status == NO_RESPONSE and not self.failure:
            return UnansweredRequest(request, LEFT_EARLY)
        return self._answered(request)

    def _answered(self, request: Request) -> Exchange | UnansweredRequest:
        headers = httpx.Headers(self.answer_headers)
        packing = headers.pop("content-encoding", "").strip().lower()
        if packing not in PACKINGS:
            return UnansweredRequest(request, PACKED)
        unpacked = self._unpacked(packing)
        if unpacked is None:
            return UnansweredRequest(request, TOO_LARGE)
        content = b"".join(each.content for each in unpacked)
        if self.status == NO_RESPONSE:
            content = self.failure.encode()
        response = Response(self.status, headers, content, self.seconds)
        return http_exchange(request, response, self.ended, [(each.content, each.at) for each in unpacked])

    def _unpacked(self, packing: str) -> list[Chunk] | None:
        """Return the decompressed body, or `None` if it is too large. Invalid data is returned unchanged."""
        stream = Chunks(self.received)
        whole = httpx.Response(200, headers={"content-encoding": packing}, stream=stream)
        unpacked: list[Chunk] = []
        size = 0
        try:
            for content in whole.iter_bytes():
                unpacked.append(Chunk(content, stream.at))
                size += len(content)
                if size > MAX_BODY_BYTES:
                    return None
        except httpx.DecodingError:
            return self.received
        return unpacked

    def _fits(self, chunk: bytes) -> bool:
        self._size += len(chunk)
        self.is_too_large = self.is_too_large or self._size > MAX_BODY_BYTES
        if self.is_too_large:
            self.received.clear()
        return not self.is_too_large


class Chunks(httpx.SyncByteStream):
    def __init__(self, chunks: list[Chunk]) -> None:
        self._chunks = chunks
        self.at = 0.0
        """Time of the last chunk that was read."""

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.at = chunk.at
            yield chunk.content


def _as_text(headers: Headers) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
