"""What is no HTTP at all is refused by uvicorn before any app sees it: here in JSON, as every refusal."""

import asyncio
from typing import TYPE_CHECKING

import orjson
from uvicorn.protocols.http.auto import AutoHTTPProtocol

if TYPE_CHECKING:
    Protocol = asyncio.Protocol
else:
    Protocol = AutoHTTPProtocol  # httptools where it is installed, else h11


class JsonProtocol(Protocol):
    transport: asyncio.Transport

    def send_400_response(self, msg: str) -> None:
        content = orjson.dumps({"detail": msg})
        head = (
            "HTTP/1.1 400 Bad Request\r\n"
            "content-type: application/json\r\n"
            f"content-length: {len(content)}\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + content)
        self.transport.close()
