"""The proxy as an ASGI app: one passage for each request, and for each WebSocket."""

from collections.abc import Callable

import httpx
from starlette.types import Receive, Scope, Send

from contract_tests.exchange import SOCKET
from contract_tests.proxy.frames import SocketPassage
from contract_tests.proxy.passage import Passage
from contract_tests.proxy.tap import Tap

MANY = httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=2)
"""An idle connection is given up before a server gives it up under us."""

Listen = Callable[[Tap], object]


class Proxy:
    """Passes everything on to `upstream`, a URL without a slash at the end, and then tells who listens."""

    def __init__(self, upstream: str, listen: Listen) -> None:
        self._upstream = upstream
        self._listen = listen
        # As long as the client waits, so does the proxy.
        self._client = httpx.AsyncClient(timeout=None, limits=MANY, follow_redirects=False)  # noqa: S113

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
        tap = Tap(SOCKET if is_socket else scope["method"], self._url(scope), list(scope["headers"]))
        try:
            if is_socket:
                await SocketPassage(scope, receive, send, tap).open()
            else:
                await Passage(receive, send, tap).open(self._client)
        finally:
            tap.closed()
            self._listen(tap)

    def _url(self, scope: Scope) -> str:
        """As it came: nothing is decoded and encoded again."""
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        return f"{self._upstream}{scope['raw_path'].decode('latin-1')}{query}"
