"""Reasons why the commands of a replay alone may not show the finding again."""

from enum import StrEnum


class ReplayLimit(StrEnum):
    """Reasons, as the record names them."""

    CONNECTIONS = "connections"
    """The check had several connections open at the same time; a shell sends one request after another."""
    WEBSOCKET = "websocket"
    """The check used a WebSocket, which curl does not support."""

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    ReplayLimit.CONNECTIONS: (
        "Not reproducible by these commands alone: the check had two connections open at the same time,"
        " and a shell sends one request after another."
    ),
    ReplayLimit.WEBSOCKET: (
        "These commands need websocat, because curl does not support WebSockets;"
        " to install it, see https://github.com/vi/websocat."
    ),
}
