"""Who asks: the owner is who `Authorization` or `x-api-key` names, word for word."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.errors import Unauthorized
from mockserver.http import words
from mockserver.settings import Auth

OPEN = frozenset({"/ok", "/info", "/metrics", "/docs", "/openapi.json"})
"""What needs no credentials, as on the reference server; what lies under `/docs` neither."""


class Identity:
    def __init__(self, app: ASGIApp, *, auth: Auth) -> None:
        self.app = app
        self._auth = auth

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            owner = "" if self._auth == "off" else named(scope["headers"])
            if not owner and self._auth == "required" and not is_open(scope["path"]):
                raise Unauthorized("Authorization or x-api-key is required")
            scope[words.OWNER] = owner
        await self.app(scope, receive, send)


def named(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """`Authorization` counts where both are sent; without either it is `""`."""
    key = b""
    for name, value in headers:
        if name == b"authorization" and value:
            return value.decode("latin-1")
        if name == b"x-api-key":
            key = value
    return key.decode("latin-1")


def is_open(path: str) -> bool:
    return path in OPEN or path.startswith("/docs/")
