"""The line to a WebSocket over the network. With `proxy/`, all that knows websockets."""

import ssl
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from contract_tests.exchange import NO_ANSWER
from contract_tests.websocket import Closed, Refused

LARGEST = 64 * 1024 * 1024
"""Bytes of a frame."""


@dataclass(frozen=True)
class NetworkLine:
    connection: ClientConnection
    open: ExitStack
    """Which the connection is entered in."""

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


def over_the_network(
    url: str, headers: Mapping[str, str], *, trusted: ssl.SSLContext | None = None, timeout: float = 10.0
) -> NetworkLine:
    """Raises Refused."""
    entered = ExitStack()
    try:
        opening = connect(
            url,
            additional_headers=dict(headers),
            ssl=trusted if url.startswith("wss:") else None,
            open_timeout=timeout,
            close_timeout=1,
            max_size=LARGEST,
        )
        connection = entered.enter_context(opening)
    except InvalidStatus as refusal:
        raise Refused(refusal.response.status_code) from refusal
    except (InvalidHandshake, OSError, EOFError, TimeoutError) as silence:
        raise Refused(NO_ANSWER, str(silence)) from silence
    return NetworkLine(connection, entered)
