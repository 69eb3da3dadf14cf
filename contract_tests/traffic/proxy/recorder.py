"""Recorder of the traffic that passes through the proxy."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from contract_tests.client.exchange import NO_ANSWER, SOCKET, Exchange, Request, Response
from contract_tests.client.stream import Ending
from contract_tests.traffic.exchanges import Frame, Unheard, answered, conversed
from contract_tests.traffic.proxy.headers import Headers

LARGEST = 16 * 1024 * 1024
"""Bytes of a body that are kept, compressed or not. Larger bodies pass through without being judged."""

TOO_LARGE = f"larger than {LARGEST // 1024 // 1024} MiB"
PACKED = "compressed with an unknown encoding"
LEFT = "cancelled by the client before the response"

PACKINGS = {"", "identity", "gzip", "x-gzip", "deflate"}


@dataclass
class Tap:
    method: str
    url: str
    headers: Headers
    base: str
    """The base URL of the server that answers."""
    started: float = field(default_factory=time.monotonic)
    sent: bytearray = field(default_factory=bytearray)
    status: int = NO_ANSWER
    answer_headers: Headers = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    ended: Ending = "left"
    """`left` until the target closes the connection or it breaks."""
    failure: str = ""
    """Reason for a missing response. Empty if there was one."""
    is_too_large: bool = False
    seconds: float = 0.0
    _size: int = 0

    def client_says(self, chunk: bytes) -> None:
        if self._fits(chunk):
            self.sent += chunk

    def target_says(self, chunk: bytes) -> None:
        if self._fits(chunk):
            self.received.append(chunk)

    def frame(self, text: str, *, is_ours: bool) -> None:
        if self._fits(text.encode("utf-8", "replace")):
            self.frames.append(Frame(is_ours, text, time.monotonic() - self.started))

    def closed(self) -> None:
        """Stop the clock at the end of the passage."""
        self.seconds = time.monotonic() - self.started

    @property
    def heard(self) -> Exchange | Unheard:
        request = Request(self.method, self.url, _as_text(self.headers), bytes(self.sent), self.base)
        if self.is_too_large:
            return Unheard(request, TOO_LARGE)
        if self.method == SOCKET and self.status == httpx.codes.SWITCHING_PROTOCOLS:
            return conversed(request, self.frames, self.ended)
        if self.status == NO_ANSWER and not self.failure:
            return Unheard(request, LEFT)
        return self._answered(request)

    def _answered(self, request: Request) -> Exchange | Unheard:
        headers = httpx.Headers(self.answer_headers)
        packing = headers.pop("content-encoding", "").strip().lower()
        if packing not in PACKINGS:
            return Unheard(request, PACKED)
        content = self.failure.encode() if self.status == NO_ANSWER else self._unpacked(packing)
        if content is None:
            return Unheard(request, TOO_LARGE)
        return answered(request, Response(self.status, headers, content, self.seconds), self.ended)

    def _unpacked(self, packing: str) -> bytes | None:
        """Return the decompressed body, or `None` if it is too large. Invalid data is returned unchanged."""
        whole = httpx.Response(200, headers={"content-encoding": packing}, stream=Chunks(self.received))
        content = bytearray()
        try:
            for chunk in whole.iter_bytes():
                content += chunk
                if len(content) > LARGEST:
                    return None
        except httpx.DecodingError:
            return b"".join(self.received)
        return bytes(content)

    def _fits(self, chunk: bytes) -> bool:
        self._size += len(chunk)
        self.is_too_large = self.is_too_large or self._size > LARGEST
        if self.is_too_large:
            self.received.clear()
        return not self.is_too_large


class Chunks(httpx.SyncByteStream):
    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)


def _as_text(headers: Headers) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
