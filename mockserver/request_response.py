"""Input and output of a handler, in terms of HTTP, without state."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from mockserver.errors import InvalidRequest
from mockserver.state.event_log import Event

EMPTY: Mapping[str, Any] = MappingProxyType({})


def nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Malformed:
    """A body that violates its schema, for an operation that has its own error format."""

    problem: InvalidRequest
    body: Any = None
    is_json: bool = False
    """If true, `body` is the parsed value."""


class Request(NamedTuple):
    """One validated request."""

    owner: str
    """Owner derived from the credentials; `""` is the owner of requests without credentials."""
    path: Mapping[str, str] = EMPTY
    """Path parameters; UUIDs are in their canonical form (lower case, dashes)."""
    query: Mapping[str, Any] = EMPTY
    """Declared query parameters that were sent, converted to their declared type."""
    headers: Mapping[str, str] = EMPTY
    """Declared header parameters that were sent, names in lower case."""
    body: Any = None
    """The parsed JSON body, or a `Malformed` one; `None` when the operation takes none."""
    base_url: str = ""
    """URL under which the client reached the server, without a trailing slash."""
    request_id: str = ""
    """The `x-request-id` header; `""` if it is missing."""


@dataclass(frozen=True, slots=True)
class Events:
    """A body of server-sent events, each sent when it occurs."""

    source: AsyncGenerator[Event, None]
    """Always closed. If it raises, an `error` event is sent last."""
    on_disconnect: Callable[[], None] = nothing
    """Called once if the client disconnects early."""

    async def close(self) -> None:
        await self.source.aclose()


@dataclass(frozen=True, slots=True)
class DeferredJSON:
    """A JSON body that is sent later than the status and the headers."""

    value: Coroutine[Any, Any, Any]
    """Always closed. If it raises, `{"__error__": ...}` is sent instead."""
    on_disconnect: Callable[[], None] = nothing
    """Called once if the client disconnects early."""

    async def close(self) -> None:
        self.value.close()


class Response(NamedTuple):
    """A response. `body` is JSON; `None` with status 204 sends no body.

    `bytes` are sent unchanged: `headers` holds their `content-type`, if any.
    `Events` and `DeferredJSON` set their own `content-type`.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = EMPTY
