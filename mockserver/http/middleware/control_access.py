"""Access to the control plane: from this machine only, or with a token.

See `docs/decisions/0025-control-plane.md`.
"""

import hmac

from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.errors import Forbidden, Unauthorized
from mockserver.http.middleware.cors import is_local_origin
from mockserver.http.middleware.hosts import is_address, is_loopback

TOKEN_HEADER = b"x-mock-token"
TOKEN_REQUIRED = "/_mock requires the token of --control-token in Authorization: Bearer or X-Mock-Token"  # noqa: S105


class ControlAccess:
    """Rejects other machines and foreign web pages; with a token, everyone without it."""

    def __init__(self, app: ASGIApp, *, token: str | None) -> None:
        """Require the token; `None` admits clients of this machine instead."""
        self.app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if self._token is not None:
                must_have(self._token, headers)
            else:
                must_be_local(scope, headers)
        await self.app(scope, receive, send)


def must_have(token: str, headers: dict[bytes, bytes]) -> None:
    scheme, _, bearer = headers.get(b"authorization", b"").strip().partition(b" ")
    given = headers.get(TOKEN_HEADER) or (bearer.strip() if scheme.lower() == b"bearer" else b"")
    if not hmac.compare_digest(given, token.encode()):
        raise Unauthorized(TOKEN_REQUIRED)


def must_be_local(scope: Scope, headers: dict[bytes, bytes]) -> None:
    client = (scope.get("client") or ("",))[0]
    if is_address(client) and not is_loopback(client):  # an in-process client has no address
        raise Forbidden(
            f"/_mock accepts only requests from this machine, not from {client}; "
            "start langgraph-mock with --control-token TOKEN"
        )
    origin = headers.get(b"origin", b"").decode("latin-1")
    if origin and not is_local_origin(origin):
        raise Forbidden(
            f"/_mock accepts no requests of pages from {origin[:200]!r}; "
            "start langgraph-mock with --control-token TOKEN"
        )
