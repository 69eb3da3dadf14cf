"""Caches of a saver for a client that writes many states in a row.

Each state contains the previous one: loading and serializing it again, n states would take n² steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_
from typing import Any

from langchain_core.messages import BaseMessage
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

PACKED = "msgpack"
"""langgraph's name of its usual format."""

SHARED = "shared messages"
"""Our name for lists of messages in pieces."""


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


class SharedMessages:
    """A list of messages in msgpack, made of pieces that it shares with longer lists.

    Without sharing, n states that each add a message would take n² bytes.
    """

    def __init__(self, pieces: Sequence[bytes], count: int, size: int) -> None:
        """Take the first `count` pieces, one per message, of `size` bytes; more may be appended later."""
        self._pieces = pieces
        self._count = count
        self._size = size

    def __len__(self) -> int:
        return len(_head(self._count)) + self._size

    def __bytes__(self) -> bytes:
        return _head(self._count) + b"".join(self._pieces[: self._count])


class ThreadSerializer(JsonPlusSerializer):
    """langgraph's serializer, which also reads shared messages."""

    def loads_typed(self, data: tuple[str, Any]) -> Any:
        kind, content = data
        return super().loads_typed((PACKED, bytes(content)) if kind == SHARED else data)


class MessageSerializer:
    """A serializer that encodes each message once; lists with the same beginning share its bytes.

    Only for messages that do not change in the meantime.
    """

    def __init__(self, serializer: SerializerProtocol) -> None:
        """Fall back to `serializer`, which must read shared messages."""
        self._serializer = serializer
        self._packed: dict[int, tuple[BaseMessage, bytes]] = {}
        """Bytes by identity; the message is referenced so that its id is not reused."""
        self._longest = Packed()

    def dumps_typed(self, value: Any) -> tuple[str, Any]:
        if isinstance(value, list) and value:
            packed = self._longest if self._longest.begins(value) else Packed()
            if self._extend(packed, value):
                if len(packed.messages) >= len(self._longest.messages):
                    self._longest = packed
                return SHARED, SharedMessages(packed.pieces, len(packed.pieces), packed.size)
        return self._serializer.dumps_typed(value)

    def loads_typed(self, data: tuple[str, Any]) -> Any:
        return self._serializer.loads_typed(data)

    def _extend(self, packed: "Packed", value: list[Any]) -> bool:
        """Extend to the whole list. Return `False` if an item is not a message, or has no msgpack form."""
        more = value[len(packed.messages) :]
        if not all(isinstance(item, BaseMessage) for item in more):
            return False
        pieces = [*filter(None, map(self._pack, more))]
        if len(pieces) < len(more):
            return False
        packed.messages += more
        packed.pieces += pieces
        packed.size += sum(map(len, pieces))
        return True

    def _pack(self, message: BaseMessage) -> bytes | None:
        """Return the bytes; `None` if the message has values that this format lacks."""
        if id(message) not in self._packed:
            kind, packed = self._serializer.dumps_typed(message)
            if kind != PACKED:
                return None
            self._packed[id(message)] = message, packed
        return self._packed[id(message)][1]


@dataclass(slots=True)
class Packed:
    """Messages with the piece of each, and the bytes of all pieces."""

    messages: list[Any] = field(default_factory=list)
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0

    def begins(self, value: list[Any]) -> bool:
        """Return whether the value begins with these same objects."""
        return len(self.messages) <= len(value) and all(map(is_, self.messages, value))


def _head(length: int) -> bytes:
    """Return the header of an array."""
    return b"\xdd" + length.to_bytes(4, "big")
