"""The checkpoints of all threads: one saver per thread, created with its first state."""

from asyncio import Lock
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mockserver.state.changes import Changes
from mockserver.state.event_loop import in_thread
from mockserver.state.ids import Ids

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
    """Return the serialized bytes in a saver's entry, a tuple of tuples; names are not counted."""
    if isinstance(entry, tuple):
        return sum(map(_size, entry))
    return 0 if entry is None or isinstance(entry, str) else len(entry)


class Checkpoints:
    """Savers by thread. Separate savers, so that deleting or copying a thread does not search all of them."""

    def __init__(self, ids: Ids, changes: Changes, *, seeded: bool) -> None:
        self._ids = ids
        self._changes = changes
        self._seeded = seeded
        self._savers: dict[str, ThreadSaver] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def every(self) -> "dict[str, ThreadSaver]":
        """Return the savers of the threads that have states, by thread."""
        return {thread_id: saver for thread_id, saver in self._savers.items() if saver.has_states}

    def of(self, thread_id: str) -> "ThreadSaver":
        """Return the thread's saver for reading; without a state, an empty one that is not stored."""
        return self._savers.get(thread_id) or self.empty()

    def empty(self) -> "ThreadSaver":
        # langgraph takes half a second to import, and a mock without states does not need it
        from mockserver.state.saver import SeededSaver, ThreadSaver  # noqa: PLC0415

        return SeededSaver(self._ids) if self._seeded else ThreadSaver()

    def keep(self, thread_id: str, saver: "ThreadSaver") -> None:
        if before := self._savers.get(thread_id):
            before.belong_to_none()
        self._savers[thread_id] = saver
        saver.belong_to(thread_id, self._changes)

    def live(self, thread_id: str) -> "ThreadSaver":
        """Return the saver of a run, which writes while others read."""
        if thread_id not in self._savers:
            self.keep(thread_id, self.empty())
        return self._savers[thread_id]

    @asynccontextmanager
    async def draft(self, thread_id: str) -> AsyncIterator["ThreadSaver"]:
        """Yield a copy to change, one at a time; keep it at the end of the block, unless that raises.

        Checkpoints that a run writes in the meantime are kept.
        """
        async with self._locks[thread_id]:
            draft = self.of(thread_id).draft()
            yield draft
            self.live(thread_id).add(draft)

    def delete_thread(self, thread_id: str) -> None:
        if saver := self._savers.pop(thread_id, None):
            saver.belong_to_none()
        self._locks.pop(thread_id, None)

    async def renamed(self, thread_id: str, new_id: str) -> "ThreadSaver | None":
        """Return the checkpoints under another thread's id; `None` for a thread without checkpoints."""
        if thread_id not in self._savers:
            return None
        saver = self._savers[thread_id].clone()
        return await in_thread(lambda: saver.renamed(thread_id, new_id))

    def keep_latest(self, thread_id: str) -> None:
        if saver := self._savers.get(thread_id):
            saver.restore(saver.latest_only())

    def forget_run(self, thread_id: str, run_id: str) -> None:
        """Delete the checkpoints of the run."""
        if saver := self._savers.get(thread_id):
            saver.restore(saver.without_run(run_id))

    def storage(self, thread_id: str) -> Storage:
        saver = self._savers.get(thread_id)
        return Storage.of(saver) if saver else Storage()
