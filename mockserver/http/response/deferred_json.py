"""`DeferredJSON` as `application/json`: headers at once, line breaks while it is pending, the value."""

from collections.abc import AsyncGenerator, Callable

import orjson

from mockserver.http.response.send import JSON
from mockserver.http.response.stream import Stream
from mockserver.http.response.stream_errors import ErrorFields
from mockserver.request_response import DeferredJSON
from mockserver.state.event_log import ConnectionCut

KEEP_ALIVE_BYTE = b"\n"
STOPPED = orjson.dumps({"__error__": {"error": "Stopped", "message": "The server is shutting down"}})

Check = Callable[[bytes], None]


def deferred_json(deferred: DeferredJSON, error_fields: ErrorFields, check: Check | None = None) -> Stream:
    """Return the stream. `check` raises if the value is not allowed."""
    return Stream(
        (JSON,), chunks(deferred, error_fields, check), KEEP_ALIVE_BYTE, deferred.on_disconnect, STOPPED
    )


async def chunks(
    deferred: DeferredJSON, error_fields: ErrorFields, check: Check | None
) -> AsyncGenerator[bytes, None]:
    try:
        content = orjson.dumps(await deferred.value)
        if check:
            check(content)
    except ConnectionCut:
        raise
    except Exception as error:  # noqa: BLE001 - logged, and sent to the client
        content = orjson.dumps({"__error__": error_fields(error)})
    yield content
