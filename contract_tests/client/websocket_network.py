"""WebSocket transport over the network. Only this module and `proxy/` import `websockets`.

One event loop reads and writes a connection. The synchronous client of `websockets` does so in two threads:
over TLS, reading may then wait without an end, and so does closing the connection.
"""

import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal
from httpx import Headers
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from contract_tests.client.base_url import PORTS
from contract_tests.client.exchange import NO_RESPONSE
from contract_tests.client.websocket import Closed, HandshakeFailed

MAX_FRAME_BYTES = 64 * 1024 * 1024
"""Maximum bytes of a frame."""


@dataclass(frozen=True)
class NetworkTransport:
    connection: ClientConnection
    portal: BlockingPortal
    """Runs coroutines in the event loop of the connection."""
    open: ExitStack
    """Stack that closes the connection."""

    def send(self, text: str, /) -> None:
        try:
            self.portal.call(self.connection.send, text)
        except ConnectionClosed as end:
            raise Closed from end

    def receive(self, at_most: float, /) -> str:
        try:
            frame = self.portal.call(self._receive, at_most)
        except ConnectionClosed as end:
            raise Closed from end
        return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")

    async def _receive(self, at_most: float) -> str | bytes:
        with anyio.fail_after(at_most):
            return await self.connection.recv()

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

    async def opened(connected: socket.socket | None) -> ClientConnection:
        return await connect(
            url,
            sock=connected,
            additional_headers=headers.multi_items(),
            proxy=proxy,
            ssl=(trusted or True) if url.startswith("wss:") else None,
            open_timeout=timeout,
            close_timeout=1,
            max_size=MAX_FRAME_BYTES,
        )

    with ExitStack() as entered:
        portal = entered.enter_context(start_blocking_portal())
        try:
            connection = portal.call(opened, None if proxy else _connected(url, timeout))
        except InvalidStatus as rejection:
            response_headers = Headers(list(rejection.response.headers.raw_items()))
            if keep is not None:
                keep(response_headers)
            status = rejection.response.status_code
            raise HandshakeFailed(status, headers=response_headers) from rejection
        except (WebSocketException, OSError, EOFError, ImportError) as error:
            raise HandshakeFailed(NO_RESPONSE, str(error)) from error
        except ValueError as redirect:  # not followed on an open socket
            if not isinstance(redirect.__cause__, InvalidStatus):
                raise
            raise HandshakeFailed(redirect.__cause__.response.status_code) from redirect
        entered.callback(lambda: portal.call(connection.close))
        if keep is not None and connection.response is not None:
            keep(Headers(list(connection.response.headers.raw_items())))
        return NetworkTransport(connection, portal, entered.pop_all())


def _connected(url: str, timeout: float) -> socket.socket:
    """Connect to the host of a URL, and to no host that it may redirect to."""
    parts = urlsplit(url)
    usual = PORTS["https" if parts.scheme == "wss" else "http"]
    connected = socket.create_connection((parts.hostname or "", parts.port or usual), timeout)
    connected.setblocking(False)
    return connected
