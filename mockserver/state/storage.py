"""How much a thread's checkpoints hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.state.saver import ThreadSaver


@dataclass(frozen=True, slots=True)
class Stored:
    count: int = 0
    bytes: int = 0

    @classmethod
    def of(cls, entries: Iterable[Any]) -> "Stored":
        sizes = [_size(entry) for entry in entries]
        return cls(len(sizes), sum(sizes))


@dataclass(frozen=True, slots=True)
class Storage:
    checkpoints: Stored = Stored()
    pending_writes: Stored = Stored()
    channels: Mapping[str, Stored] = field(default_factory=dict)
    """Versions of each channel's values."""

    @classmethod
    def of(cls, saver: "ThreadSaver") -> "Storage":
        versions: dict[str, list[Any]] = {}
        for (_, _, channel, _), blob in saver.blobs.items():
            versions.setdefault(channel, []).append(blob)
        return cls(
            Stored.of(
                entry
                for namespaces in saver.storage.values()
                for checkpoints in namespaces.values()
                for entry in checkpoints.values()
            ),
            Stored.of(write for writes in saver.writes.values() for write in writes.values()),
            {channel: Stored.of(blobs) for channel, blobs in versions.items()},
        )

    def to_json(self) -> dict[str, Any]:
        values = Stored(
            sum(channel.count for channel in self.channels.values()),
            sum(channel.bytes for channel in self.channels.values()),
        )
        by_channel = {
            name: {"versions": channel.count, "bytes": channel.bytes}
            for name, channel in self.channels.items()
        }
        return {
            "total_bytes": self.checkpoints.bytes + values.bytes + self.pending_writes.bytes,
            "checkpoints": {"count": self.checkpoints.count, "bytes": self.checkpoints.bytes},
            "channel_values": {"count": values.count, "bytes": values.bytes, "by_channel": by_channel},
            "pending_writes": {"count": self.pending_writes.count, "bytes": self.pending_writes.bytes},
        }


def _size(entry: Any) -> int:
    """Bytes serialized in a saver's entry, which is a tuple of tuples; names in it don't count."""
    if isinstance(entry, tuple):
        return sum(map(_size, entry))
    return len(entry) if isinstance(entry, bytes) else 0
