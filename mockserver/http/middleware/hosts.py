"""Protection against DNS rebinding: requests for a foreign host are rejected.

See `docs/decisions/0021-host-names.md`.
"""

import re
import socket
from collections.abc import Collection
from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_address

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

LOOPBACK = "localhost"
ANY_HOST = "*"

HOST = re.compile(r"(?:\[([^\[\]]*)\]|([^\[\]:]*))(?::\d*)?")

MAX_HOST_CHARS = 255
"""Characters of a host that an error quotes; no DNS name is longer."""

MAX_REMEMBERED = 64
"""Values of `Host` that are admitted without another look."""


class Hosts:
    """The outermost layer: checks `Host` of requests and of WebSocket handshakes."""

    def __init__(self, app: ASGIApp, *, host: str, allowed: Collection[str]) -> None:
        """Allow this machine's names, `host` (the address the mock listens on) and the names in `allowed`."""
        self.app = app
        self._is_public = not is_loopback(host)
        own = (socket.gethostname(),) if self._is_public else ()
        names = {normalized(name) for name in (LOOPBACK, f"{ANY_HOST}.{LOOPBACK}", host, *own, *allowed)}
        self._suffixes = tuple(name.removeprefix(ANY_HOST) for name in names if name.startswith(ANY_HOST))
        self._names = frozenset(names)
        self._remembered: set[bytes] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            for name, value in scope["headers"]:
                if name == b"host" and value not in self._remembered and not self._admits(value, scope):
                    await reject(value.decode("latin-1"), scope, receive, send)
                    return
        await self.app(scope, receive, send)

    def _admits(self, value: bytes, scope: Scope) -> bool:
        host = host_of(value.decode("latin-1"))
        if self._is_own(host):
            if len(self._remembered) < MAX_REMEMBERED:
                self._remembered.add(value)
            return True
        in_process = scope.get("server") or ("",)
        return bool(host == in_process[0])  # the host of an in-process client's URL, or a socket's address

    def _is_own(self, host: str) -> bool:
        if host in self._names or host.endswith(self._suffixes) or is_address(host):
            return True  # an address is not resolved, so it can't be rebound
        return self._is_public and is_local_name(host)


def is_loopback(host: str) -> bool:
    return host == LOOPBACK or (is_address(host) and ip_address(host).is_loopback)


@lru_cache
def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_local_name(host: str) -> bool:
    """Return whether the name can't exist in public DNS, like those of containers and nearby machines."""
    return host.isascii() and host.replace("-", "").replace("_", "").isalnum()


def host_of(host: str) -> str:
    """Return the name or address in a `Host` header, without the port; all of it if it is malformed."""
    match = HOST.fullmatch(host)
    return normalized(match[1] or match[2] if match else host)


def normalized(name: str) -> str:
    return name.strip().lower().removesuffix(".")


async def reject(header: str, scope: Scope, receive: Receive, send: Send) -> None:
    host = host_of(header)[:MAX_HOST_CHARS]
    detail = f"Host {host!r} is not allowed; start langgraph-mock with --allowed-host {host or 'NAME'}"
    response = JSONResponse({"detail": detail}, HTTPStatus.MISDIRECTED_REQUEST)
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).send_denial_response(response)
    else:
        await response(scope, receive, send)
