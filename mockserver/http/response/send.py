"""Sending of complete responses."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from starlette.types import Scope, Send

from mockserver.request_response import Response

JSON = (b"content-type", b"application/json")

Header = tuple[bytes, bytes]


def encoded(response: Response) -> bytes | None:
    """Return the encoded body; `None` means no body."""
    if isinstance(response.body, bytes):
        return response.body
    if response.body is None and response.status == 204:  # noqa: PLR2004
        return None
    return orjson.dumps(response.body)


async def send_response(response: Response, content: bytes | None, scope: Scope, send: Send) -> None:
    """Send a complete response. HEAD gets the same headers as GET."""
    headers: list[Header] = []
    if content is not None:
        headers.append((b"content-length", b"%d" % len(content)))
        if not isinstance(response.body, bytes):
            headers.append(JSON)
    await start(response, headers, send)
    body = b"" if content is None or scope["method"] == "HEAD" else content
    await send({"type": "http.response.body", "body": body})


async def start(response: Response, headers: Iterable[Header], send: Send) -> None:
    """Send the status and headers: first `headers`, which describe the body, then those of the response."""
    sent = [*headers]
    for name, value in response.headers.items():
        sent.append((name.lower().encode("latin-1"), value.encode("latin-1")))
    await send({"type": "http.response.start", "status": response.status, "headers": sent})


async def send_detail(
    status: int, detail: str, headers: Mapping[str, str] | None, scope: Scope, send: Send
) -> None:
    """Send an error: `{"detail": string}`."""
    body: dict[str, Any] = {"detail": detail}
    response = Response(body, status=status, headers=headers or {})
    await send_response(response, orjson.dumps(body), scope, send)
