"""Sending of complete responses."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from starlette.types import Scope, Send

from mockserver.call import Answer

JSON = (b"content-type", b"application/json")

Header = tuple[bytes, bytes]


def encoded(answer: Answer) -> bytes | None:
    """Return the encoded body; `None` means no body."""
    if isinstance(answer.body, bytes):
        return answer.body
    if answer.body is None and answer.status == 204:  # noqa: PLR2004
        return None
    return orjson.dumps(answer.body)


async def send_answer(answer: Answer, content: bytes | None, scope: Scope, send: Send) -> None:
    """Send a complete response. HEAD gets the same headers as GET."""
    headers: list[Header] = []
    if content is not None:
        headers.append((b"content-length", b"%d" % len(content)))
        if not isinstance(answer.body, bytes):
            headers.append(JSON)
    await start(answer, headers, send)
    body = b"" if content is None or scope["method"] == "HEAD" else content
    await send({"type": "http.response.body", "body": body})


async def start(answer: Answer, headers: Iterable[Header], send: Send) -> None:
    """Send the status and headers: first `headers`, which describe the body, then those of the response."""
    sent = [*headers]
    for name, value in answer.headers.items():
        sent.append((name.lower().encode("latin-1"), value.encode("latin-1")))
    await send({"type": "http.response.start", "status": answer.status, "headers": sent})


async def send_detail(
    status: int, detail: str, headers: Mapping[str, str] | None, scope: Scope, send: Send
) -> None:
    """Send an error: `{"detail": string}`."""
    body: dict[str, Any] = {"detail": detail}
    answer = Answer(body, status=status, headers=headers or {})
    await send_answer(answer, orjson.dumps(body), scope, send)
