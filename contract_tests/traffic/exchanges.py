"""Exchanges from recorded traffic, which is complete and can't be requested again."""

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

import httpx

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.stream import END_OF_EVENT, Ending, Reader, fields_of, is_stream
from contract_tests.client.websocket import SocketExchange, event_in


@dataclass(frozen=True)
class UnansweredRequest:
    """A request whose response can't be judged."""

    request: Request
    reason: str


@dataclass(frozen=True)
class Frame:
    """A message on a WebSocket."""

    is_ours: bool
    """True if the client sent the message."""
    text: str
    at: float = 0.0


def http_exchange(
    request: Request,
    response: Response,
    ended: Ending = "closed",
    chunks: Iterable[tuple[bytes, float]] = (),
) -> Exchange:
    """Return the exchange of a request and its response, whose body is already decompressed.

    `chunks` are the parts of the body with the seconds since the request, for the times of events.
    """
    exchange = Exchange(None, request, response)
    if not is_stream(response.headers):
        return exchange
    content = httpx.Response(HTTPStatus.OK, content=response.content)
    empty = replace(exchange, response=replace(response, content=b""))
    with Reader(empty, content, started=time.monotonic(), at_most=math.inf) as reader:
        reader.read_until()
    streamed, times = reader.exchange, arrivals(chunks)
    if times:
        events = [replace(event, at=at) for event, at in zip(streamed.received, times, strict=True)]
        streamed = streamed.with_received(events)
    return replace(streamed, ended=ended)


def arrivals(chunks: Iterable[tuple[bytes, float]]) -> list[float]:
    """Return the time of each event: that of the chunk which completes it."""
    times, rest = [], b""
    for chunk, at in chunks:
        *blocks, rest = END_OF_EVENT.split(rest + chunk)
        times += [at for block in blocks for _ in fields_of(block)]
    return times


def websocket_exchange(request: Request, frames: Sequence[Frame], ended: Ending = "left") -> Exchange:
    """Return the exchange of a WebSocket connection."""
    sent = "\n".join(frame.text for frame in frames if frame.is_ours)
    received = [frame for frame in frames if not frame.is_ours]
    events = [event_in(frame.text, frame.at) for frame in received]
    responses = tuple(frame.text for frame, event in zip(received, events, strict=True) if event is None)
    return SocketExchange(
        None,
        replace(request, body=sent.encode()),
        Response(int(HTTPStatus.SWITCHING_PROTOCOLS), content="\n".join(responses).encode()),
        events=tuple(filter(None, events)),
        ended=ended,
        responses=responses,
    )
