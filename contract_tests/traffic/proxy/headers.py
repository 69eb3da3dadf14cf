"""Hop-by-hop headers, which a proxy does not forward."""

from collections.abc import Iterable

Headers = list[tuple[bytes, bytes]]
"""Headers in the order received; a name may occur more than once."""

OF_ONE_CONNECTION = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding"),
        *(b"upgrade", b"expect"),
    }
)

HANDSHAKE = b"sec-websocket-"


def passed_on(headers: Iterable[tuple[bytes, bytes]], *but: bytes) -> Headers:
    given = [(name.lower(), value) for name, value in headers]
    named = {
        word.strip().lower() for name, value in given if name == b"connection" for word in value.split(b",")
    }
    left = OF_ONE_CONNECTION | named | set(but)
    return [(name, value) for name, value in given if name not in left]


def without_handshake(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Remove the handshake headers, too: each side of a WebSocket has a separate handshake."""
    return [
        pair for pair in passed_on(headers, b"host", b"content-length") if not pair[0].startswith(HANDSHAKE)
    ]


def is_there(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bool:
    return any(each.lower() == name for each, _ in headers)
