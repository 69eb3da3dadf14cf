"""`Events` as `text/event-stream`: lines end in CRLF, comments keep the connection alive."""

from collections.abc import AsyncGenerator, Callable

import orjson

from mockserver.http.response.stream import Stream
from mockserver.http.response.stream_errors import ErrorFields
from mockserver.request_response import Events
from mockserver.state.event_log import ConnectionCut, Event

MEDIA_TYPE = b"text/event-stream; charset=utf-8"
HEADERS = (
    (b"content-type", MEDIA_TYPE),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)
HEARTBEAT = b": heartbeat\r\n\r\n"

Check = Callable[[Event], None]


def event_stream(events: Events, error_fields: ErrorFields, check: Check | None = None) -> Stream:
    """Return the stream. `check` raises if an event is not allowed."""
    return Stream(HEADERS, chunks(events, error_fields, check), HEARTBEAT, events.on_disconnect)


async def chunks(
    events: Events, error_fields: ErrorFields, check: Check | None
) -> AsyncGenerator[bytes, None]:
    try:
        async for event in events.source:
            if check:
                check(event)
            yield encoded(event)
    except ConnectionCut:
        raise
    except Exception as error:  # noqa: BLE001 - logged, and sent to the client
        yield encoded(Event("error", orjson.dumps(error_fields(error))))


def encoded(event: Event) -> bytes:
    lines = b"event: %b\r\ndata: %b\r\n" % (event.name.encode(), event.data)
    return lines + (b"id: %b\r\n\r\n" % event.id.encode() if event.id else b"\r\n")
