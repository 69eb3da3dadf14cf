"""uvicorn protocols: malformed HTTP gets the usual JSON error, malformed WebSockets leave no traceback."""

import asyncio
from typing import TYPE_CHECKING, Any

import orjson
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode

from mockserver.http.response.connection import WithTransport

if TYPE_CHECKING:
    Protocol = asyncio.Protocol
else:
    Protocol = AutoHTTPProtocol  # httptools if installed, else h11


class JsonProtocol(Protocol):
    transport: asyncio.Transport
    app: Any

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.app = WithTransport(self.app, transport)

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


class SocketProtocol(WebSocketsSansIOProtocol):
    """A WebSocket protocol that answers a client's errors on its connection and does not log them as ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn.debug = False  # debug logging includes all headers, also credentials

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.app = WithTransport(self.app, transport)

    def send_receive_event_to_app(self) -> None:
        """Reject text that is not UTF-8, which uvicorn would log with a traceback."""
        if self.curr_msg_data_type == "text" and not is_utf8(b"".join(self.frames)):
            self.frames = []
            self.conn.fail(CloseCode.INVALID_DATA, "not UTF-8")
            self.handle_parser_exception()
        else:
            super().send_receive_event_to_app()

    async def run_asgi(self) -> None:
        """Run the app. It may end without a handshake if a fault has ended the connection."""
        app = self.app

        async def run(scope: Any, receive: Any, send: Any) -> None:
            await app(scope, receive, send)
            if self.transport.is_closing() and not self.handshake_complete:
                raise ClientDisconnected

        self.app = run
        await super().run_asgi()

    async def send(self, message: Any) -> None:
        if self.transport.is_closing() and not self.handshake_complete:
            raise ClientDisconnected  # otherwise uvicorn assumes that the app forgot the handshake
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True  # completed by a response; uvicorn would log that there was none


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
