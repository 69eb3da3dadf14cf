"""The checkpoints of one thread: langgraph's in-memory saver with the operations of a server.

langgraph keeps a checkpoint in three tables: `storage` has it without its values, `blobs` has the
values by channel and version, `writes` has the later writes of tasks. Importing this imports langgraph.
"""

import asyncio
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple, Self, TypeVar

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
)
from langgraph.checkpoint.memory import InMemorySaver

from mockserver.state.changes import Changes
from mockserver.state.containment import contains
from mockserver.state.event_loop import in_thread
from mockserver.state.ids import Ids
from mockserver.state.saved_checkpoint import SavedCheckpoint, SavedRow, SavedValue, SavedWrite
from mockserver.state.saver_cache import Memory, MessageSerializer, ThreadSerializer

T = TypeVar("T")

Place = tuple[Any, ...]
"""Place of an entry in the three tables: the name of the part of a state file, then the keys."""

CHECKPOINTS, VALUES, WRITES = PARTS = "checkpoints", "channel_values", "writes"
"""Parts of a state file."""

ORIGIN = ("graph_id", "thread_id")
"""Keys of the config that are copied into a checkpoint's metadata, its origin."""


SMALL_STATE_BYTES = 20_000
"""Bytes. Smaller channel values are processed without a thread."""

SERIALIZER = ThreadSerializer()


class IndexEntry(NamedTuple):
    """Index entry of a checkpoint, readable without loading it."""

    run_id: str | None
    versions: Mapping[str, Any]
    """Versions of the channels."""


class ThreadSaver(InMemorySaver):
    """A saver that one thread writes while others may read a view of it."""

    def __init__(self) -> None:
        super().__init__(serde=SERIALIZER)
        self.index: dict[tuple[str, str, str], IndexEntry] = {}
        """Index entries by thread, namespace and checkpoint id."""
        self.largest = 0
        """Bytes of the largest value of a channel."""
        self.memory: Memory | None = None
        """Cache of a draft; `None` for other savers."""
        self._changes: Changes | None = None
        """Record of changes; `None` for a saver that no thread has."""
        self._thread_id = ""
        """Thread that has the saver."""

    def belong_to(self, thread_id: str, changes: Changes) -> None:
        """Record the contents and all later changes as those of the thread."""
        self._changes, self._thread_id = changes, thread_id
        changes.drop_all(PARTS, thread_id)
        self._record(self.entries())

    def belong_to_none(self) -> None:
        """Record the deletion of the contents, and nothing that a run may still write."""
        if self._changes:
            self._changes.drop_all(PARTS, self._thread_id)
            self._changes = None

    @property
    def has_states(self) -> bool:
        return any(entries for namespaces in [*self.storage.values()] for entries in [*namespaces.values()])

    def entries(self) -> "dict[Place, Any]":
        """Return the entries of all three tables, each an immutable tuple."""
        checkpoints = {
            (CHECKPOINTS, thread_id, namespace, checkpoint_id): entry
            for thread_id, namespaces in [*self.storage.items()]
            for namespace, entries in [*namespaces.items()]
            for checkpoint_id, entry in [*entries.items()]
        }
        writes = {
            (WRITES, *place, *key): entry
            for place, entries in [*self.writes.items()]
            for key, entry in [*entries.items()]
        }
        return checkpoints | {(VALUES, *key): blob for key, blob in [*self.blobs.items()]} | writes

    def saved(self, place: Place) -> SavedRow:
        """Return the entry at a place of `entries` with its keys."""
        part, thread_id, namespace, *keys = place
        if part == VALUES:
            channel, version = keys
            return SavedValue(namespace, channel, version, self.blobs[place[1:]])
        if part == CHECKPOINTS:
            (checkpoint_id,) = keys
            entry = self.storage[thread_id][namespace][checkpoint_id]
            return SavedCheckpoint(namespace, checkpoint_id, *entry, *self.index[place[1:]])
        checkpoint_id, task_id, index = keys
        _, channel, value, path = self.writes[thread_id, namespace, checkpoint_id][task_id, index]
        return SavedWrite(namespace, checkpoint_id, task_id, index, channel, value, path)

    def _record(self, places: Iterable[Place]) -> None:
        if self._changes and self._changes.is_recording:
            for place in places:
                part, _, *key = place
                self._changes.put(part, self._thread_id, tuple(key), self.saved(place))

    def draft(self) -> Self:
        """Return a copy for writing many states, whose values no graph may change in the meantime."""
        cloned = self.clone()
        cloned.memory, cloned.serde = Memory(), MessageSerializer(self.serde)
        return cloned

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        of_config = config["configurable"]
        origin: Any = {key: of_config[key] for key in ORIGIN if key in of_config}
        put = super().put(config, checkpoint, origin | metadata, new_versions)
        place = of_config["thread_id"], of_config["checkpoint_ns"]
        self.index[*place, checkpoint["id"]] = IndexEntry(
            _run_id(config, metadata), checkpoint["channel_versions"].copy()
        )
        if self.memory:
            self.memory.keep(place, checkpoint)
        for version in new_versions.items():
            self.largest = max(self.largest, len(self.blobs[*place, *version][1]))
        self._record([(VALUES, *place, *version) for version in new_versions.items()])
        self._record([(CHECKPOINTS, *place, checkpoint["id"])])
        return put

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        super().put_writes(config, writes, task_id, task_path)
        of_config = config["configurable"]
        place = of_config["thread_id"], of_config.get("checkpoint_ns", ""), of_config["checkpoint_id"]
        indices = [WRITES_IDX_MAP.get(channel, index) for index, (channel, _) in enumerate(writes)]
        self._record([(WRITES, *place, task_id, index) for index in indices])

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        return super().get_tuple(config) if self._checkpoints(config) else None

    def list(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the library's name
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> Iterator[CheckpointTuple]:
        """Yield checkpoints, newest first; load only those whose metadata contain `filter`."""
        if config is None:
            raise NotImplementedError("a saver holds one thread's checkpoints")
        checkpoints = self._checkpoints(config)
        ids = sorted(checkpoints)
        if requested_id := get_checkpoint_id(config):
            ids = [requested_id] if requested_id in checkpoints else []
        if before and (end := get_checkpoint_id(before)):
            ids = ids[: bisect_left(ids, end)]
        count = 0
        for checkpoint_id in reversed(ids):
            if count == limit:
                return
            if not filter or contains(self.serde.loads_typed(checkpoints[checkpoint_id][1]), filter):
                count += 1
                yield self._tuple(config, checkpoint_id)

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        return await self._gently(lambda: self.view().get_tuple(config))

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        put = await self._gently(lambda: self.put(config, checkpoint, metadata, new_versions))
        await asyncio.sleep(0)  # a client may write thousands of states at once
        return put

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        await self._gently(lambda: self.put_writes(config, writes, task_id, task_path))

    async def _gently(self, work: Callable[[], T]) -> T:
        goes_on = self.memory and not self.memory.is_fresh
        return work() if self.is_small or goes_on else await in_thread(work)

    @property
    def is_small(self) -> bool:
        """Return whether states are small enough to be processed without a thread."""
        return self.largest < SMALL_STATE_BYTES

    def _load_blobs(self, thread_id: str, checkpoint_ns: str, versions: ChannelVersions) -> dict[str, Any]:
        place = thread_id, checkpoint_ns
        values = self.memory.values(place, versions) if self.memory else None
        return super()._load_blobs(thread_id, checkpoint_ns, versions) if values is None else values

    def view(self) -> Self:
        """Return a view for reading in another thread, unaffected by later removals."""
        return copy(self)

    def _checkpoints(self, config: RunnableConfig) -> dict[str, Any]:
        """Return checkpoints by id. langgraph's own lookup adds a table for every requested namespace."""
        configurable = config["configurable"]
        namespaces: dict[str, Any] = self.storage.get(configurable["thread_id"], {})
        checkpoints: dict[str, Any] = namespaces.get(configurable.get("checkpoint_ns", ""), {})
        return checkpoints

    def _tuple(self, config: RunnableConfig, checkpoint_id: str) -> CheckpointTuple:
        configurable = config["configurable"]
        place = {
            "thread_id": configurable["thread_id"],
            "checkpoint_ns": configurable.get("checkpoint_ns", ""),
            "checkpoint_id": checkpoint_id,
        }
        checkpoint = super().get_tuple({"configurable": place})
        if checkpoint is None:
            raise KeyError(checkpoint_id)
        return checkpoint

    def clone(self) -> Self:
        """Return an independent copy with the same checkpoints."""
        cloned = copy(self)
        cloned._changes = None  # noqa: SLF001 - same class
        cloned.storage = defaultdict(lambda: defaultdict(dict))
        for thread_id, namespaces in self.storage.items():
            for namespace, checkpoints in [*namespaces.items()]:
                cloned.storage[thread_id][namespace] = dict(checkpoints)
        cloned.writes = defaultdict(dict, {key: dict(writes) for key, writes in [*self.writes.items()]})
        cloned.blobs = dict(self.blobs)
        cloned.index = dict(self.index)
        return cloned

    def add(self, other: Self) -> None:
        """Add the checkpoints of another saver."""
        before = self.entries()
        for thread_id, namespaces in other.storage.items():
            for namespace, checkpoints in namespaces.items():
                self.storage[thread_id][namespace].update(checkpoints)
        for key, writes in other.writes.items():
            self.writes[key].update(writes)
        self.blobs.update(other.blobs)
        self.index.update(other.index)
        self.largest = max(self.largest, other.largest)
        self._record_since(before)

    def restore(self, other: Self) -> None:
        """Replace the contents in place, for all who hold this saver."""
        before = self.entries()
        self.storage, self.writes, self.blobs = other.storage, other.writes, other.blobs
        self.index = other.index
        self._record_since(before)

    def _record_since(self, before: Mapping[Place, Any]) -> None:
        """Record the changes of entries."""
        now = self.entries()
        self._record([place for place, entry in now.items() if before.get(place) is not entry])
        if self._changes:
            for part, _, *key in before.keys() - now.keys():
                self._changes.remove(part, self._thread_id, tuple(key))

    def without_run(self, run_id: str) -> Self:
        """Return a copy without the checkpoints of a run."""
        cloned = self.clone()
        for (thread_id, namespace, checkpoint_id), entry in self.index.items():
            if entry.run_id == run_id:
                del cloned.storage[thread_id][namespace][checkpoint_id]
        cloned._drop_orphans()  # noqa: SLF001 - same class
        return cloned

    def renamed(self, old: str, new: str) -> Self:
        """Return a copy under another thread's id."""
        cloned = self.clone()
        cloned.storage[new] = cloned.storage.pop(old, defaultdict(dict))
        cloned.writes = defaultdict(dict, {(new, *key[1:]): writes for key, writes in cloned.writes.items()})
        cloned.blobs = {(new, *key[1:]): blob for key, blob in cloned.blobs.items()}
        cloned.index = {(new, *key[1:]): entry for key, entry in cloned.index.items()}
        for checkpoints in cloned.storage[new].values():
            for checkpoint_id, (checkpoint, metadata, parent) in checkpoints.items():
                fields = self.serde.loads_typed(metadata) | {"thread_id": new}
                checkpoints[checkpoint_id] = (checkpoint, self.serde.dumps_typed(fields), parent)
        return cloned

    def latest_only(self) -> Self:
        """Return a copy with the latest checkpoint of each namespace, which loses its parent."""
        cloned = self.clone()
        for namespaces in cloned.storage.values():
            for checkpoints in namespaces.values():
                for checkpoint_id in sorted(checkpoints)[:-1]:
                    del checkpoints[checkpoint_id]
                for checkpoint_id, (checkpoint, metadata, _) in checkpoints.items():
                    checkpoints[checkpoint_id] = (checkpoint, metadata, None)
        cloned._drop_orphans()  # noqa: SLF001 - same class
        return cloned

    def _drop_orphans(self) -> None:
        """Delete writes and values of deleted checkpoints."""
        kept: set[tuple[str, str, str]] = set()
        blobs: set[tuple[str, str, str, str | int | float]] = set()
        for thread_id, namespaces in self.storage.items():
            for namespace, checkpoints in namespaces.items():
                for checkpoint_id in checkpoints:
                    place = thread_id, namespace, checkpoint_id
                    kept.add(place)
                    blobs |= {
                        (thread_id, namespace, *version) for version in self.index[place].versions.items()
                    }
        for orphan in self.writes.keys() - kept:
            del self.writes[orphan]
        for gone in self.index.keys() - kept:
            del self.index[gone]
        for old_version in self.blobs.keys() - blobs:
            del self.blobs[old_version]


def _run_id(config: RunnableConfig, metadata: CheckpointMetadata) -> str | None:
    """Return the id of the run that writes the checkpoint, from where langgraph takes it for the metadata."""
    sources: tuple[Mapping[str, Any], ...] = (metadata, config.get("metadata") or {}, config["configurable"])
    return next((each["run_id"] for each in sources if "run_id" in each), None)


class SeededSaver(ThreadSaver):
    """A saver with reproducible channel versions: the same seed gives the same bytes."""

    def __init__(self, ids: Ids) -> None:
        super().__init__()
        self._ids = ids

    def get_next_version(self, current: str | None, channel: None) -> str:  # noqa: ARG002 - as in the base class
        count = int(current.split(".")[0]) if current else 0
        return f"{count + 1:032}.{self._ids.salt()}"
