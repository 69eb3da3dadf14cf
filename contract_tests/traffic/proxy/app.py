"""The proxy as an ASGI app: one passage for each request and each WebSocket."""

from collections.abc import Callable
from http import HTTPStatus

import httpx
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from contract_tests.client.base_url import BaseUrl, Outside
from contract_tests.client.cookies import refusing
from contract_tests.client.exchange import SOCKET
from contract_tests.traffic.proxy.http_passage import HttpPassage
from contract_tests.traffic.proxy.recorder import ExchangeRecorder
from contract_tests.traffic.proxy.upstream import Upstream
from contract_tests.traffic.proxy.websocket_passage import SocketPassage

CONNECTION_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=2)
"""Connection limits. Idle connections are closed early, before the server closes them."""

Listen = Callable[[ExchangeRecorder], object]


class Proxy:
    """Proxy to `upstream`, a base URL and the only server it reaches. Calls `listen` after each passage."""

    def __init__(self, upstream: str, listen: Listen) -> None:
        self._upstream = Upstream.of(BaseUrl.parse(upstream))
        self._listen = listen
        transport = httpx.AsyncHTTPTransport(limits=CONNECTION_LIMITS, proxy=self._upstream.proxy)
        # The client decides how long to wait, and keeps its own cookies.
        self._client = httpx.AsyncClient(
            transport=transport,
            timeout=None,  # noqa: S113
            follow_redirects=False,
            cookies=refusing(),
            trust_env=False,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._pass(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        async with self._client:
            while (message := await receive())["type"] == "lifespan.startup":
                await send({"type": f"{message['type']}.complete"})
        await send({"type": "lifespan.shutdown.complete"})

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_socket = scope["type"] == "websocket"
        try:
            place = self._upstream.place(scope)
        except Outside:
            await _refuse(scope, receive, send)
            return
        tap = ExchangeRecorder(
            SOCKET if is_socket else scope["method"], place.url, list(scope["headers"]), str(place.base)
        )
        try:
            if is_socket:
                await SocketPassage(scope, receive, send, tap, place.proxy).open()
            else:
                await HttpPassage(receive, send, tap, place).open(self._client)
        finally:
            tap.closed()
            self._listen(tap)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Reject a target that is not a path below the base URL: `*`, another server, `..` above the root."""
    detail = "langgraph-check proxy: the request target must be a path below the upstream URL"
    rejection = JSONResponse({"detail": detail}, HTTPStatus.BAD_REQUEST)
    if scope["type"] == "websocket":
        await receive()  # the client's request to connect
    await rejection(scope, receive, send)
