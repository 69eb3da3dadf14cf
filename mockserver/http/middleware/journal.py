"""Recording of requests, responses and WebSockets in the journal of their session."""

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver.control.exchange import MAX_BODY_BYTES, MAX_STREAM_BYTES, Exchange
from mockserver.control.journal import Journal
from mockserver.http import scope_keys
from mockserver.http.response.faulty_send import EVENT_STREAM

NORMAL_CLOSURE = 1000


class Recorder:
    """The outermost layer of a session: it sees what the client sends and receives."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        journal: Journal = scope[scope_keys.SESSION].journal
        record = Record(journal, journal.open(scope), scope, receive, send)
        try:
            await self.app(scope, record.receive, record.send)
        finally:
            record.end()


class Record:
    """One request or WebSocket that is being recorded."""

    __slots__ = ("_exchange", "_journal", "_most", "_receive", "_scope", "_send")

    def __init__(
        self, journal: Journal, exchange: Exchange, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self._journal = journal
        self._exchange = exchange
        self._scope = scope
        self._receive = receive
        self._send = send
        self._most = MAX_STREAM_BYTES if exchange.is_socket else MAX_BODY_BYTES

    async def receive(self) -> Message:
        message = await self._receive()
        kind, exchange = message["type"], self._exchange
        if kind == "http.request":
            if body := message.get("body"):
                self._journal.grow(exchange, exchange.received.add(body, MAX_BODY_BYTES))
        elif kind == "websocket.receive":
            frame = message.get("bytes") or (message.get("text") or "").encode()
            self._journal.grow(exchange, exchange.received.add(frame, self._most))
            self._journal.event(exchange, frame)
        elif kind == "websocket.disconnect" and not exchange.status:
            exchange.status = message.get("code") or NORMAL_CLOSURE
        return message

    async def send(self, message: Message) -> None:
        kind, exchange = message["type"], self._exchange
        is_end = False
        if kind == "http.response.start":
            exchange.status = message["status"]
            exchange.response_headers = message["headers"]
            exchange.is_stream = is_event_stream(message)
            if exchange.is_stream:
                self._most = MAX_STREAM_BYTES
        elif kind == "http.response.body":
            self._sent(message.get("body", b""))
            is_end = not message.get("more_body")
        elif kind == "websocket.send":
            self._sent(message.get("bytes") or (message.get("text") or "").encode())
        elif kind == "websocket.close":
            exchange.status = message.get("code", NORMAL_CLOSURE)
            is_end = True
        if is_end:  # before it is sent, so that the client's next request finds the entry finished
            exchange.closed = True
            self.end()
        await self._send(message)

    def end(self) -> None:
        """Finish the entry, unless it is finished."""
        exchange, scope = self._exchange, self._scope
        if exchange.finished is None:
            exchange.faults = scope.get(scope_keys.FAULTS, ())
            exchange.request_error = scope.get(scope_keys.REQUEST_ERROR, "")
            self._journal.finish(exchange, perf_counter())

    def _sent(self, piece: bytes) -> None:
        if piece:
            exchange = self._exchange
            self._journal.grow(exchange, exchange.sent.add(piece, self._most))
            if exchange.is_stream:
                self._journal.event(exchange, piece)


def is_event_stream(start: Message) -> bool:
    return any(name == b"content-type" and value.startswith(EVENT_STREAM) for name, value in start["headers"])
