"""What happens on a thread, in the words of the protocol."""

from dataclasses import dataclass
from typing import Any

import orjson

from mockserver.events.namespaces import Namespace
from mockserver.state.event_log import Event


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the protocol, before it has its number."""

    method: str
    namespace: Namespace
    data: Any
    timestamp: int
    """Milliseconds since 1970."""
    event_id: str
    """The same for everyone who is told, however often."""
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
class Numbered:
    """With the place it has among all that happened on the thread."""

    seq: int
    happening: Happening

    def encoded(self) -> bytes:
        return orjson.dumps(self.happening.to_json(self.seq))

    def as_event(self) -> Event:
        return Event(self.happening.method, self.encoded(), str(self.seq))
