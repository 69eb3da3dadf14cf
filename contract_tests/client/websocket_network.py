"""WebSocket transport over the network. Only this module and `proxy/` import `websockets`."""

import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

from httpx import Headers
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from contract_tests.client.base_url import PORTS
from contract_tests.client.exchange import NO_RESPONSE
from contract_tests.client.websocket import Closed, HandshakeFailed

MAX_FRAME_BYTES = 64 * 1024 * 1024
"""Maximum bytes of a frame."""


@dataclass(frozen=True)
class NetworkTransport:
    connection: ClientConnection
    open: ExitStack
    """Stack that closes the connection."""

    def send(self, text: str, /) -> None:
        try:
            self.connection.send(text)
        except ConnectionClosed as end:
            raise Closed from end

    def receive(self, at_most: float, /) -> str:
        try:
            frame = self.connection.recv(at_most)
        except ConnectionClosed as end:
            raise Closed from end
        return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")

    def close(self) -> None:
        self.open.close()


def connect_websocket(
    url: str,
    headers: Headers,
    *,
    trusted: ssl.SSLContext | None = None,
    timeout: float = 10.0,
    proxy: str | None = None,
    keep: Callable[[Headers], object] | None = None,
) -> NetworkTransport:
    """Open a connection. `keep` receives the headers of any response.

    Raises:
        HandshakeFailed: the connection could not be opened.

    """
    entered = ExitStack()
    try:
        opening = connect(
            url,
            sock=None if proxy else _connected(url, timeout),
            additional_headers=headers.multi_items(),
            proxy=proxy,
            ssl=trusted if url.startswith("wss:") else None,
            open_timeout=timeout,
            close_timeout=1,
            max_size=MAX_FRAME_BYTES,
        )
        connection = entered.enter_context(opening)
    except InvalidStatus as rejection:
        response_headers = Headers(list(rejection.response.headers.raw_items()))
        if keep is not None:
            keep(response_headers)
        raise HandshakeFailed(rejection.response.status_code, headers=response_headers) from rejection
    except (WebSocketException, OSError, EOFError, ImportError) as error:
        raise HandshakeFailed(NO_RESPONSE, str(error)) from error
    except ValueError as redirect:  # not followed on an open socket
        if not isinstance(redirect.__cause__, InvalidStatus):
            raise
        raise HandshakeFailed(redirect.__cause__.response.status_code) from redirect
    if keep is not None and connection.response is not None:
        keep(Headers(list(connection.response.headers.raw_items())))
    return NetworkTransport(connection, entered)


def _connected(url: str, timeout: float) -> socket.socket:
    """Connect to the host of a URL, and to no host that it may redirect to."""
    parts = urlsplit(url)
    usual = PORTS["https" if parts.scheme == "wss" else "http"]
    return socket.create_connection((parts.hostname or "", parts.port or usual), timeout)
