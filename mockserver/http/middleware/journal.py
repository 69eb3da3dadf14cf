"""Recording of requests, responses and WebSockets in the journal of their session, and their metrics."""

from collections.abc import Awaitable
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver.control.exchange import MAX_BODY_BYTES, MAX_STREAM_BYTES, RawHeaders
from mockserver.control.session import Session
from mockserver.http import scope_keys
from mockserver.http.middleware.metrics import CONTENT_TYPE, request_key
from mockserver.http.response.faulty_send import EVENT_STREAM

NORMAL_CLOSURE = 1000


class Recorder:
    """The outermost layer of a session: it sees what the client sends and receives.

    It also counts the requests, as `RequestMetrics` does without a journal: a second layer around `send`
    would cost every request more.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        record = Record(scope[scope_keys.SESSION], scope, receive, send)
        try:
            await self.app(scope, record.receive, record.send)
        finally:
            record.end()


class Record:
    """One request or WebSocket that is being recorded."""

    __slots__ = ("_journal", "_most", "_receive", "_scope", "_send", "_streams", "_traffic", "exchange")

    def __init__(self, session: Session, scope: Scope, receive: Receive, send: Send) -> None:
        self._journal = session.journal
        self._traffic = session.world.traffic
        self._scope = scope
        self._receive = receive
        self._send = send
        self._streams = 0
        self.exchange = exchange = self._journal.open(scope)
        self._most = MAX_STREAM_BYTES if exchange.is_socket else MAX_BODY_BYTES

    async def receive(self) -> Message:
        message = await self._receive()
        kind = message["type"]
        if kind == "http.request":
            if body := message.get("body"):
                exchange = self.exchange
                if not (exchange.received_pieces or message.get("more_body") or len(body) > MAX_BODY_BYTES):
                    exchange.received_whole = body
                else:
                    self._received(body)
        elif kind == "websocket.receive":
            self._received(frame := websocket_frame(message))
            self._journal.event(self.exchange, frame)
        elif kind == "websocket.disconnect" and not self.exchange.status:
            self.exchange.status = message.get("code") or NORMAL_CLOSURE
        return message

    def send(self, message: Message) -> Awaitable[None]:
        """Record the message and pass it on, without another coroutine."""
        kind, exchange = message["type"], self.exchange
        if kind == "http.response.body":
            is_last = not message.get("more_body")
            if not (is_last or exchange.sent_pieces or exchange.is_stream):
                self._look_for_stream()  # only here, for most responses are one piece
            if body := message.get("body"):
                if not is_last or exchange.sent_pieces or len(body) > MAX_BODY_BYTES:
                    self._sent(body)
                else:
                    exchange.sent_whole = body
            if is_last:
                self._complete()
        elif kind == "http.response.start":
            exchange.status = message["status"]
            exchange.response_headers = headers = message["headers"]
            if CONTENT_TYPE in headers:
                self._streams = 1
                self._traffic.open_streams += 1
        elif kind == "websocket.send":
            self._sent(websocket_frame(message))
        elif kind == "websocket.close":
            exchange.status = message.get("code", NORMAL_CLOSURE)
            self._complete()
        return self._send(message)

    def _look_for_stream(self) -> None:
        if is_event_stream(self.exchange.response_headers):
            self.exchange.is_stream = True
            self._most = MAX_STREAM_BYTES

    def _complete(self) -> None:
        """Finish the entry before the end is sent, so that the client's next request finds it finished."""
        self.exchange.closed = True
        self.end()

    def end(self) -> None:
        """Finish the entry and count the request, unless that is done."""
        exchange, scope = self.exchange, self._scope
        if exchange.finished is not None:
            return
        if scope_keys.FAULTS in scope:
            exchange.faults = scope[scope_keys.FAULTS]
        if scope_keys.REQUEST_ERROR in scope:
            exchange.request_error = scope[scope_keys.REQUEST_ERROR]
        finished = perf_counter()
        if exchange.status and not exchange.is_socket:
            self._traffic.open_streams -= self._streams
            milliseconds = (finished - exchange.started) * 1000
            self._traffic.count(request_key(scope, exchange.status), milliseconds)
        self._journal.finish(exchange, finished)

    def _received(self, piece: bytes) -> None:
        exchange = self.exchange
        kept = exchange.add_received(piece, self._most, is_timed=exchange.is_socket)
        self._journal.grow(exchange, kept)

    def _sent(self, piece: bytes) -> None:
        exchange = self.exchange
        self._journal.grow(exchange, exchange.add_sent(piece, self._most, is_timed=exchange.is_stream))
        if exchange.is_stream:
            self._journal.event(exchange, piece)


def is_event_stream(headers: RawHeaders) -> bool:
    for name, value in headers:  # noqa: SIM110 - a generator takes three times as long
        if name == b"content-type" and value.startswith(EVENT_STREAM):
            return True
    return False


def websocket_frame(message: Message) -> bytes:
    return message.get("bytes") or (message.get("text") or "").encode()
