"""Events of protocol v2."""

from dataclasses import dataclass
from typing import Any

import orjson

from mockserver.events.namespaces import Namespace
from mockserver.state.event_log import Event


@dataclass(frozen=True, slots=True)
class ProtocolEvent:
    """A protocol event without a sequence number."""

    method: str
    namespace: Namespace
    data: Any
    timestamp: int
    """Milliseconds since 1970."""
    event_id: str
    """Stable id: the same for every reader."""
    node: str | None = None

    def to_json(self, seq: int) -> dict[str, Any]:
        node = {} if self.node is None else {"node": self.node}
        params = {"namespace": self.namespace, "timestamp": self.timestamp, "data": self.data, **node}
        return {
            "type": "event",
            "event_id": self.event_id,
            "seq": seq,
            "method": self.method,
            "params": params,
        }


@dataclass(frozen=True, slots=True)
class SequencedEvent:
    """An event with its sequence number on the thread."""

    seq: int
    event: ProtocolEvent

    def encoded(self) -> bytes:
        return orjson.dumps(self.event.to_json(self.seq))

    def as_event(self) -> Event:
        return Event(self.event.method, self.encoded(), str(self.seq))
