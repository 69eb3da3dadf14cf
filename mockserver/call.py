"""What reaches a handler and what it gives back: HTTP words, no state."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.errors import InvalidRequest
from mockserver.state.event_log import Event


def nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Malformed:
    """A body that breaks its schema, where the operation refuses in its own words."""

    problem: InvalidRequest
    body: Any = None
    is_json: bool = False
    """Then `body` is what it is."""


@dataclass(frozen=True, slots=True)
class Call:
    """One validated request."""

    owner: str
    """Whose credentials it carries; `""` is the owner of requests without credentials."""
    path: Mapping[str, str] = field(default_factory=dict)
    """Path parameters; UUIDs are in their canonical form (lower case, dashes)."""
    query: Mapping[str, Any] = field(default_factory=dict)
    """Declared query parameters that were sent, converted to their declared type."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Declared header parameters that were sent, names in lower case."""
    body: Any = None
    """The parsed JSON body, or a `Malformed` one; `None` when the operation takes none."""
    base_url: str = ""
    """Under which the client has found the server; without a slash at the end."""
    request_id: str = ""
    """The client's name for this request, its `x-request-id`; `""` if it has none."""


@dataclass(frozen=True, slots=True)
class Events:
    """A body of server-sent events, each sent as it comes."""

    source: AsyncGenerator[Event, None]
    """Closed in any case. What it raises is told as a last event `error`."""
    left: Callable[[], None] = nothing
    """Called once if the client goes away before the end."""

    async def close(self) -> None:
        await self.source.aclose()


@dataclass(frozen=True, slots=True)
class Late:
    """A body of JSON that comes later than the status and the headers."""

    value: Coroutine[Any, Any, Any]
    """Closed in any case. What it raises is told as `{"__error__": ...}`."""
    left: Callable[[], None] = nothing
    """Called once if the client goes away before the end."""

    async def close(self) -> None:
        self.value.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the client gets. `body` is JSON; `None` with status 204 sends no body.

    `bytes` are sent as they are: `headers` say their `content-type`, and without one there is none.
    `Events` and `Late` have the `content-type` that they are.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
