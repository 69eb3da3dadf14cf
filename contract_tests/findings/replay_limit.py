"""Reasons why the commands of a replay alone may not show the finding again."""

from enum import StrEnum


class ReplayLimit(StrEnum):
    """Reasons, as the record names them."""

    CONNECTIONS = "connections"
    """The check had several connections open at the same time; a shell sends one request after another."""
    STORED_DATA = "stored data"
    """The request succeeded after the cleanup, so it fails only while certain data are stored."""
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
    ReplayLimit.STORED_DATA: (
        "Not reproducible by this command alone: the request succeeded after the data of the checks had been"
        " removed, so something that a check stored made it fail."
    ),
    ReplayLimit.WEBSOCKET: (
        "These commands need websocat, because curl does not support WebSockets;"
        " to install it, see https://github.com/vi/websocat."
    ),
}
