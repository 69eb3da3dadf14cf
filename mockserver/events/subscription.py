"""Filters of a client's subscription."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from mockserver.events.namespaces import is_within
from mockserver.events.protocol_event import ProtocolEvent, SequencedEvent

CHANNELS = (
    "values",
    "updates",
    "checkpoints",
    "messages",
    "tools",
    "custom",
    "lifecycle",
    "input",
    "tasks",
)
CUSTOM_PREFIX = "custom:"
"""Prefix of a graph's own channels."""


def is_channel(value: Any) -> bool:
    return isinstance(value, str) and (
        value in CHANNELS or (value.startswith(CUSTOM_PREFIX) and value != CUSTOM_PREFIX)
    )


@dataclass(frozen=True, slots=True)
class Subscription:
    channels: frozenset[str]
    namespaces: Sequence[Sequence[str]] = ()
    """Events must be inside one of these namespaces; an empty sequence means no filter."""
    depth: int | None = None
    """Maximum levels below the namespace. `None` means no limit."""
    since: int = 0
    """Number of the last event that the client has received."""

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> Self:
        """Parse a subscription. Invalid filters are ignored, as by the reference server."""
        return cls(
            frozenset(params["channels"]),
            _namespaces(params.get("namespaces")),
            _count(params.get("depth")),
            _count(params.get("since")) or 0,
        )

    def wants(self, numbered: SequencedEvent) -> bool:
        event = numbered.event
        return (
            numbered.seq > self.since
            and not self.channels.isdisjoint(_channels(event))
            and (not self.namespaces or any(self._reaches(around, event) for around in self.namespaces))
        )

    def _reaches(self, around: Sequence[str], event: ProtocolEvent) -> bool:
        inside = len(event.namespace) - len(around)
        return is_within(event.namespace, around) and (self.depth is None or inside <= self.depth)


def _channels(event: ProtocolEvent) -> tuple[str, ...]:
    data = event.data
    if event.method == "custom" and isinstance(data, dict) and data.get("name") is not None:
        return ("custom", f"{CUSTOM_PREFIX}{data['name']}")
    return (event.method.partition(".")[0],)


def _namespaces(value: Any) -> Sequence[Sequence[str]]:
    if not isinstance(value, list):
        return ()
    return [one for one in value if isinstance(one, list) and all(isinstance(part, str) for part in one)]


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
