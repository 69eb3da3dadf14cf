"""What reaches a handler and what it gives back: HTTP words, no state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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
    """The parsed JSON body; `None` when the operation takes none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the client gets. `body` is JSON; `None` with status 204 sends no body.

    `bytes` are sent as they are: `headers` say their `content-type`, and without one there is none.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
