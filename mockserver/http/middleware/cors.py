"""CORS: the API for every origin, as on the reference server; the control plane for pages of this machine."""

from collections.abc import Awaitable
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver.http.middleware.hosts import LOOPBACK, is_loopback, normalized

VARY = (b"vary", b"Origin")


EXPOSE = "access-control-expose-headers"
FORCED = "x-mock-fault"
USUAL = frozenset(
    {"connection", "content-length", "content-type", "date", "server", "transfer-encoding", "vary"}
)
"""Headers that pages can read anyway, or do not need."""


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
            expose_headers=["x-pagination-total", "x-pagination-next", "content-location", FORCED],
        )

    async def send(self, message: Message, send: Send, request_headers: Headers) -> None:
        """Let pages read all headers of errors and forced responses: `Retry-After` was set for them."""

        def send_exposed(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                expose_own(message["status"], MutableHeaders(scope=message))
            return send(message)

        await super().send(message, send_exposed, request_headers)

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


def expose_own(status: int, headers: MutableHeaders) -> None:
    if EXPOSE not in headers or (status < HTTPStatus.BAD_REQUEST and FORCED not in headers):
        return
    exposed = headers[EXPOSE].split(", ")
    own = [name for name in headers if name not in USUAL and not name.startswith("access-control-")]
    headers[EXPOSE] = ", ".join(dict.fromkeys([*exposed, *own]))


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
