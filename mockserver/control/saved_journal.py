"""The journal of a session in the state file: requests without secrets, and each event of their streams."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from mockserver.control.exchange import Body, Exchange, RawHeaders
from mockserver.control.redaction import Redactor
from mockserver.control.state_file import Statement, drop_from_journal, put_in_journal
from mockserver.control.state_file_records import framed, unframed

OwnerOf = Callable[[RawHeaders], str]
"""Returns the owner of a request by its headers."""


HEAD = 0
"""Part of an exchange with everything but its events."""


class JournalWriter:
    """Writes a journal as it grows: an exchange with its first event, and again when it is finished."""

    def __init__(self, session: str, write: Callable[[Statement], None], owner_of: OwnerOf) -> None:
        self._session = session
        self._write = write
        self._owner_of = owner_of
        self._open: dict[int, Counter[str]] = {}
        """Written events of the streams and WebSockets in progress, by number and direction."""

    def event(self, exchange: Exchange) -> None:
        """Write the pieces of a stream or of a WebSocket that are not in the file yet."""
        if exchange.number not in self._open:
            self._open[exchange.number] = Counter()
            self._put(exchange)
        self._put_pieces(exchange, self._open[exchange.number])

    def finish(self, exchange: Exchange) -> None:
        written = self._open.pop(exchange.number, Counter())
        self._put(exchange)
        self._put_pieces(exchange, written)

    def drop(self, before: int) -> None:
        """Delete the exchanges with a lower number."""
        self._write(drop_from_journal(self._session, before))

    def _put(self, exchange: Exchange) -> None:
        head = saved(exchange, self._owner_of(exchange.headers))
        self._write(put_in_journal(self._session, exchange.number, HEAD, head))

    def _put_pieces(self, exchange: Exchange, written: Counter[str]) -> None:
        redactor = redactor_of(exchange)
        for direction, body in timed_bodies(exchange):
            start = written[direction]
            for piece, instant in zip(body.pieces[start:], (body.times or [])[start:], strict=True):
                written[direction] += 1
                head = [direction, exchange.since_start(instant)]
                content = framed(head, redacted(piece, redactor))
                part = HEAD + written.total()
                self._write(put_in_journal(self._session, exchange.number, part, content))


def timed_bodies(exchange: Exchange) -> Iterator[tuple[str, Body]]:
    """Yield the bodies that are events of a stream or messages of a WebSocket."""
    if exchange.is_stream:
        yield "sent", exchange.sent
    if exchange.is_socket:
        yield "received", exchange.received


def redactor_of(exchange: Exchange) -> Redactor:
    return Redactor.of((name.decode("latin-1"), value.decode("latin-1")) for name, value in exchange.headers)


def redacted(content: bytes, redactor: Redactor) -> bytes:
    """Return the content without secrets; unchanged, also if it is no text, if it has none."""
    text = content.decode("utf-8", "replace")
    masked = redactor.text(text)
    return content if masked == text else masked.encode()


def saved(exchange: Exchange, owner: str) -> bytes:
    """Return the exchange without the pieces of a stream, which are written one by one."""
    redactor = redactor_of(exchange)

    def headers(given: RawHeaders) -> list[list[str]]:
        texts = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in given]
        return [[name, redactor.header(name, value)] for name, value in texts]

    head = {
        "is_socket": exchange.is_socket,
        "is_stream": exchange.is_stream,
        "method": exchange.method,
        "path": exchange.path,
        "query": redactor.text("?" + exchange.query.decode("latin-1"))[1:],
        "headers": headers(exchange.headers),
        "owner": owner,
        "started_at": exchange.started_at,
        "milliseconds": exchange.milliseconds,
        "status": exchange.status,
        "response_headers": headers(exchange.response_headers),
        "closed": exchange.closed,
        "faults": exchange.faults,
        "request_error": redactor.text(exchange.request_error),
        "received_bytes": exchange.received.size,
        "received_is_cut": exchange.received.is_cut,
        "sent_bytes": exchange.sent.size,
        "sent_is_cut": exchange.sent.is_cut,
    }
    received = b"" if exchange.is_socket else exchange.received.content
    sent = b"" if exchange.is_stream else exchange.sent.content
    return framed(head, redacted(received, redactor), redacted(sent, redactor))


def restored(rows: Iterable[tuple[int, int, bytes]], wall: float) -> Iterator[Exchange]:
    """Yield the exchanges of these rows. `wall` is the wall clock at 0 of `perf_counter`."""
    for number, parts in groupby(rows, lambda row: row[0]):
        content, *pieces = (value for _, _, value in parts)
        head, received, sent = unframed(content)
        scope = {
            "type": "websocket" if head["is_socket"] else "http",
            "method": head["method"],
            "path": head["path"],
            "query_string": head["query"].encode("latin-1"),
            "headers": encoded(head["headers"]),
        }
        exchange = Exchange(number, scope, wall)
        exchange.owner = head["owner"]
        exchange.started = head["started_at"] - wall
        exchange.finished = exchange.started + head["milliseconds"] / 1000
        exchange.status, exchange.closed = head["status"], head["closed"]
        exchange.response_headers = encoded(head["response_headers"])
        exchange.is_stream = head["is_stream"]
        exchange.faults, exchange.request_error = tuple(head["faults"]), head["request_error"]
        exchange.size += exchange.add_received(received, len(received)) + exchange.add_sent(sent, len(sent))
        bodies = {"received": exchange.received, "sent": exchange.sent}
        for piece in pieces:
            (direction, at), event = unframed(piece)
            exchange.size += add_piece(bodies[direction], event, exchange.started + at / 1000)
        for direction, body in bodies.items():
            complete(body, head[f"{direction}_bytes"], is_cut=head[f"{direction}_is_cut"])
            exchange.finished = max(exchange.finished, *(body.times or ()), exchange.started)
        yield exchange


def add_piece(body: Body, piece: bytes, instant: float) -> int:
    """Add an event or a message, and return the number of bytes that it takes."""
    size = body.add(piece, body.kept + len(piece), is_timed=True)
    if size and body.times:
        body.times[-1] = instant
    return size


def complete(body: Body, size: int, *, is_cut: bool) -> None:
    """Set the size of the whole body, of which a part may be masked, or not have been saved."""
    body.size = max(size, body.size)
    if not is_cut:
        body.kept = body.size


def encoded(headers: Iterable[Iterable[str]]) -> RawHeaders:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
