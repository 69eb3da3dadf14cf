"""What a saver remembers while a client writes one state after another into it.

Each state has all that the one before has: loaded and serialized again, n states would take n² steps.
"""

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import BaseMessage
from langgraph.checkpoint.serde.base import SerializerProtocol

PACKED = "msgpack"
"""The library's name of its usual format."""


class Memory:
    """The values of the checkpoint that was put last."""

    def __init__(self) -> None:
        self._place: tuple[str, str] | None = None
        self._versions: Mapping[str, Any] = {}
        self._values: Mapping[str, Any] = {}

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was put."""
        return self._place is None

    def keep(self, place: tuple[str, str], checkpoint: Mapping[str, Any]) -> None:
        """`place` is the thread and the namespace."""
        self._place = place
        self._versions = {**checkpoint["channel_versions"]}
        self._values = {**checkpoint["channel_values"]}

    def values(self, place: tuple[str, str], versions: Mapping[str, Any]) -> dict[str, Any] | None:
        """Of the channels in these versions; `None` if they are others."""
        return {**self._values} if (place, versions) == (self._place, self._versions) else None


class MessageSerializer:
    """Serializes each message once: a list of them is, in msgpack, a head and one after the other.

    Only for messages that nobody changes meanwhile.
    """

    def __init__(self, serializer: SerializerProtocol) -> None:
        self._serializer = serializer
        self._packed: dict[int, tuple[BaseMessage, bytes]] = {}
        """By identity; the message is kept so that no other gets it."""

    def dumps_typed(self, value: Any) -> tuple[str, bytes]:
        if isinstance(value, list) and value and all(isinstance(item, BaseMessage) for item in value):
            packed = [self._pack(message) for message in value]
            if None not in packed:
                return PACKED, _head(len(packed)) + b"".join(filter(None, packed))
        return self._serializer.dumps_typed(value)

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        return self._serializer.loads_typed(data)

    def _pack(self, message: BaseMessage) -> bytes | None:
        """`None` if it has something that can't be written in this format."""
        if id(message) not in self._packed:
            kind, packed = self._serializer.dumps_typed(message)
            if kind != PACKED:
                return None
            self._packed[id(message)] = message, packed
        return self._packed[id(message)][1]


def _head(length: int) -> bytes:
    """Of an array."""
    return b"\xdd" + length.to_bytes(4, "big")
