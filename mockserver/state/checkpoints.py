"""The checkpoints of all threads: one saver each, made when a thread gets its first state."""

from asyncio import Lock
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mockserver.state.ids import Ids
from mockserver.state.turns import aside

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


if TYPE_CHECKING:
    from mockserver.state.saver import ThreadSaver


class Checkpoints:
    """A saver a thread, not one for all: removing or copying a thread then looks at nobody else's."""

    def __init__(self, ids: Ids, *, seeded: bool) -> None:
        self._ids = ids
        self._seeded = seeded
        self._savers: dict[str, ThreadSaver] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def of(self, thread_id: str) -> "ThreadSaver":
        """For reading; of a thread without state it is an empty one, which nobody keeps."""
        return self._savers.get(thread_id) or self.empty()

    def empty(self) -> "ThreadSaver":
        # langgraph takes half a second to import, and a mock that is asked for no state needs none
        from mockserver.state.saver import SeededSaver, ThreadSaver  # noqa: PLC0415

        return SeededSaver(self._ids) if self._seeded else ThreadSaver()

    def keep(self, thread_id: str, saver: "ThreadSaver") -> None:
        self._savers[thread_id] = saver

    def live(self, thread_id: str) -> "ThreadSaver":
        """For a run to write into, while others read."""
        if thread_id not in self._savers:
            self.keep(thread_id, self.empty())
        return self._savers[thread_id]

    @asynccontextmanager
    async def draft(self, thread_id: str) -> AsyncIterator["ThreadSaver"]:
        """A copy to change, one at a time; it is kept if the block ends well and forgotten if it raises.

        What a run has written meanwhile stays.
        """
        async with self._locks[thread_id]:
            draft = self.of(thread_id).draft()
            yield draft
            self.live(thread_id).add(draft)

    def drop(self, thread_id: str) -> None:
        self._savers.pop(thread_id, None)
        self._locks.pop(thread_id, None)

    async def renamed(self, thread_id: str, new_id: str) -> "ThreadSaver | None":
        """The checkpoints as those of another thread; `None` if there are none."""
        if thread_id not in self._savers:
            return None
        saver = self._savers[thread_id].clone()
        return await aside(lambda: saver.renamed(thread_id, new_id))

    def keep_latest(self, thread_id: str) -> None:
        if saver := self._savers.get(thread_id):
            saver.become(saver.latest_only())

    def forget_run(self, thread_id: str, run_id: str) -> None:
        """As if the run had never been."""
        if saver := self._savers.get(thread_id):
            saver.become(saver.without_run(run_id))

    def storage(self, thread_id: str) -> Storage:
        saver = self._savers.get(thread_id)
        return Storage.of(saver) if saver else Storage()
