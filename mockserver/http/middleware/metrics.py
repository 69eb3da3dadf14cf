"""Counters and durations of requests."""

from collections.abc import Awaitable
from time import perf_counter

from connexion.middleware.abstract import ROUTING_CONTEXT
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver.http import scope_keys
from mockserver.http.response.sse import MEDIA_TYPE
from mockserver.state.metrics import RequestKey, Traffic

CONTENT_TYPE = (b"content-type", MEDIA_TYPE)
"""Header of a response that is an open stream until it ends."""

KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Methods that are counted separately; a client may send any number of others."""


class RequestMetrics:
    """Counts requests in the world of their session, where `Recorder` does not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = CountedResponse(scope, send, scope[scope_keys.SESSION].world.traffic)
        try:
            await self.app(scope, receive, exchange.send)
        finally:
            exchange.end()


class CountedResponse:
    """One request, counted once: before the end of its response is sent, or when the client disconnects."""

    __slots__ = ("_scope", "_send", "_start", "_status", "_streams", "_traffic")

    def __init__(self, scope: Scope, send: Send, traffic: Traffic) -> None:
        self._scope = scope
        self._send = send
        self._traffic = traffic
        self._start = perf_counter()
        self._status = 0
        self._streams = 0

    def send(self, message: Message) -> Awaitable[None]:
        """Count the message and pass it on, without another coroutine."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._streams = int(CONTENT_TYPE in message["headers"])
            self._traffic.open_streams += self._streams
        elif message["type"] == "http.response.body" and not message.get("more_body"):
            self.end()
        return self._send(message)

    def end(self) -> None:
        """Count the request, unless it has no status: then no response was sent."""
        if self._status:
            self._traffic.open_streams -= self._streams
            milliseconds = (perf_counter() - self._start) * 1000
            self._traffic.count(request_key(self._scope, self._status), milliseconds)
            self._status = 0


def request_key(scope: Scope, status: int) -> RequestKey:
    method = scope["method"] if scope["method"] in KNOWN_METHODS else "other"
    return RequestKey(operation(scope), method, scope.get(scope_keys.PATH, ""), status)


def operation(scope: Scope) -> str:
    """Return the operation id that an inner layer stored in the scope; `""` without one."""
    operation_id: str | None = scope.get("extensions", {}).get(ROUTING_CONTEXT, {}).get("operation_id")
    return operation_id or ""
