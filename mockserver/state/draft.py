"""Caches of a saver for a client that writes many states in a row.

Each state contains the previous one: loading and serializing it again, n states would take n² steps.
"""

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import BaseMessage
from langgraph.checkpoint.serde.base import SerializerProtocol

PACKED = "msgpack"
"""langgraph's name of its usual format."""


class Memory:
    """The values of the last written checkpoint."""

    def __init__(self) -> None:
        self._place: tuple[str, str] | None = None
        self._versions: Mapping[str, Any] = {}
        self._values: Mapping[str, Any] = {}

    @property
    def is_fresh(self) -> bool:
        """Return whether no checkpoint was written yet."""
        return self._place is None

    def keep(self, place: tuple[str, str], checkpoint: Mapping[str, Any]) -> None:
        """Store the values. `place` is the thread and the namespace."""
        self._place = place
        self._versions = {**checkpoint["channel_versions"]}
        self._values = {**checkpoint["channel_values"]}

    def values(self, place: tuple[str, str], versions: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the values of the channels in these versions; `None` if the versions differ."""
        return {**self._values} if (place, versions) == (self._place, self._versions) else None


class MessageSerializer:
    """A serializer that encodes each message once: in msgpack, a list is a header and its items.

    Only for messages that do not change in the meantime.
    """

    def __init__(self, serializer: SerializerProtocol) -> None:
        self._serializer = serializer
        self._packed: dict[int, tuple[BaseMessage, bytes]] = {}
        """Bytes by identity; the message is referenced so that its id is not reused."""

    def dumps_typed(self, value: Any) -> tuple[str, bytes]:
        if isinstance(value, list) and value and all(isinstance(item, BaseMessage) for item in value):
            packed = [self._pack(message) for message in value]
            if None not in packed:
                return PACKED, _head(len(packed)) + b"".join(filter(None, packed))
        return self._serializer.dumps_typed(value)

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        return self._serializer.loads_typed(data)

    def _pack(self, message: BaseMessage) -> bytes | None:
        """Return the bytes; `None` if the message has values that this format lacks."""
        if id(message) not in self._packed:
            kind, packed = self._serializer.dumps_typed(message)
            if kind != PACKED:
                return None
            self._packed[id(message)] = message, packed
        return self._packed[id(message)][1]


def _head(length: int) -> bytes:
    """Return the header of an array."""
    return b"\xdd" + length.to_bytes(4, "big")
