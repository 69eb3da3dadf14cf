"""CORS for every origin, as on the reference server."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VARY = (b"vary", b"Origin")


class Cors(CORSMiddleware):
    """Starlette's CORS middleware, with a shortcut for requests without an `Origin` header."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            app,
            allow_origins=["*"],
            allow_methods=["*"],
            allow_headers=["*"],
            allow_private_network=True,
            expose_headers=["x-pagination-total", "x-pagination-next", "content-location"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif b"origin" in dict(scope["headers"]):
            await super().__call__(scope, receive, send)
        else:

            async def send_varied(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [*message["headers"], VARY]
                await send(message)

            await self.app(scope, receive, send_varied)

    def preflight_response(self, request_headers: Headers) -> Response:
        """Return the response; a rejection is JSON, like every other error."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:  # noqa: PLR2004
            return response
        kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
        return JSONResponse({"detail": bytes(response.body).decode()}, response.status_code, kept)
