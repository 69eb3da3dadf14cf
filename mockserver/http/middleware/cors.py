"""CORS: the API for every origin, as on the reference server; the control plane for pages of this machine."""

from collections.abc import Awaitable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver.http.middleware.hosts import LOOPBACK, is_loopback, normalized

VARY = (b"vary", b"Origin")


class JsonCors(CORSMiddleware):
    """Starlette's CORS middleware, which rejects a preflight with JSON, like every other error."""

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code < 400:  # noqa: PLR2004
            return response
        kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
        return JSONResponse({"detail": bytes(response.body).decode()}, response.status_code, kept)


class Cors(JsonCors):
    """CORS for every origin, with a shortcut for requests without an `Origin` header."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            app,
            allow_origins=["*"],
            allow_methods=["*"],
            allow_headers=["*"],
            allow_private_network=True,
            expose_headers=["x-pagination-total", "x-pagination-next", "content-location", "x-mock-fault"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif b"origin" in dict(scope["headers"]):
            await super().__call__(scope, receive, send)
        else:

            def send_varied(message: Message) -> Awaitable[None]:
                if message["type"] == "http.response.start":
                    message["headers"] = [*message["headers"], VARY]
                return send(message)

            await self.app(scope, receive, send_varied)


class ControlCors(JsonCors):
    """CORS for pages of this machine; for all pages if a token is required, which protects better."""

    def __init__(self, app: ASGIApp, *, token: str | None) -> None:
        super().__init__(
            app,
            allow_origins=() if token is None else ["*"],
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["x-mock-session"],
        )

    def is_allowed_origin(self, origin: str) -> bool:
        return super().is_allowed_origin(origin) or is_local_origin(origin)


def is_local_origin(origin: str) -> bool:
    """Return whether this machine serves the page that sends the request."""
    try:
        host = normalized(urlsplit(origin).hostname or "")
    except ValueError:
        return False
    return is_loopback(host) or host.endswith(f".{LOOPBACK}")
