"""One event of a stream."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    """As it is on the wire: `values`, or `values|child:<id>` for one of a subgraph."""
    data: bytes
    """JSON."""
    id: str | None = None
    """Where a reader can go on after it; only streams that can be resumed have ids."""
