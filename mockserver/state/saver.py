"""The checkpoints of one thread: the langgraph library's in-memory saver, and what a server does with it.

The library keeps a checkpoint in three tables: `storage` has it without its values, `blobs` has the
values by channel and version, `writes` has what tasks wrote after it. Importing this imports langgraph.
"""

from collections import defaultdict
from copy import copy
from typing import Any, Self

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.memory import InMemorySaver

from mockserver.state.ids import Ids

ORIGIN = ("graph_id", "thread_id")
"""What a checkpoint's metadata says of where it comes from."""


class ThreadSaver(InMemorySaver):
    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        of_config = config["configurable"]
        origin: Any = {key: of_config[key] for key in ORIGIN if key in of_config}
        return super().put(config, checkpoint, origin | metadata, new_versions)

    def clone(self) -> Self:
        """The same checkpoints; what is put into one from now on is not in the other."""
        twin = copy(self)
        twin.storage = defaultdict(lambda: defaultdict(dict))
        for thread_id, namespaces in self.storage.items():
            for namespace, checkpoints in namespaces.items():
                twin.storage[thread_id][namespace] = dict(checkpoints)
        twin.writes = defaultdict(dict, {key: dict(writes) for key, writes in self.writes.items()})
        twin.blobs = dict(self.blobs)
        return twin

    def add(self, other: Self) -> None:
        """What the other has beside."""
        for thread_id, namespaces in other.storage.items():
            for namespace, checkpoints in namespaces.items():
                self.storage[thread_id][namespace].update(checkpoints)
        for key, writes in other.writes.items():
            self.writes[key].update(writes)
        self.blobs.update(other.blobs)

    def become(self, other: Self) -> None:
        """For whoever has this one, too."""
        self.storage, self.writes, self.blobs = other.storage, other.writes, other.blobs

    def without_run(self, run_id: str) -> Self:
        """Without the checkpoints that a run has written."""
        twin = self.clone()
        for namespaces in twin.storage.values():
            for checkpoints in namespaces.values():
                for checkpoint_id, (_, metadata, _) in list(checkpoints.items()):
                    if self.serde.loads_typed(metadata).get("run_id") == run_id:
                        del checkpoints[checkpoint_id]
        twin._drop_orphans()  # noqa: SLF001 - of its own class
        return twin

    def renamed(self, old: str, new: str) -> Self:
        """The same checkpoints under another thread's id."""
        twin = self.clone()
        twin.storage[new] = twin.storage.pop(old, defaultdict(dict))
        twin.writes = defaultdict(dict, {(new, *key[1:]): writes for key, writes in twin.writes.items()})
        twin.blobs = {(new, *key[1:]): blob for key, blob in twin.blobs.items()}
        for checkpoints in twin.storage[new].values():
            for checkpoint_id, (checkpoint, metadata, parent) in checkpoints.items():
                told = self.serde.loads_typed(metadata) | {"thread_id": new}
                checkpoints[checkpoint_id] = (checkpoint, self.serde.dumps_typed(told), parent)
        return twin

    def latest_only(self) -> Self:
        """Without history: the latest checkpoint of each namespace, which has no parent any more."""
        twin = self.clone()
        for namespaces in twin.storage.values():
            for checkpoints in namespaces.values():
                for checkpoint_id in sorted(checkpoints)[:-1]:
                    del checkpoints[checkpoint_id]
                for checkpoint_id, (checkpoint, metadata, _) in checkpoints.items():
                    checkpoints[checkpoint_id] = (checkpoint, metadata, None)
        twin._drop_orphans()  # noqa: SLF001 - of its own class
        return twin

    def _drop_orphans(self) -> None:
        """Writes and values of checkpoints that are gone."""
        kept: set[tuple[str, str, str]] = set()
        blobs: set[tuple[str, str, str, str | int | float]] = set()
        for thread_id, namespaces in self.storage.items():
            for namespace, checkpoints in namespaces.items():
                for checkpoint_id, (checkpoint, _, _) in checkpoints.items():
                    kept.add((thread_id, namespace, checkpoint_id))
                    versions = self.serde.loads_typed(checkpoint)["channel_versions"]
                    blobs |= {(thread_id, namespace, *version) for version in versions.items()}
        for orphan in self.writes.keys() - kept:
            del self.writes[orphan]
        for old_version in self.blobs.keys() - blobs:
            del self.blobs[old_version]


class SeededSaver(ThreadSaver):
    """Tells versions of a channel apart by the world's ids, so that the same seed gives the same bytes."""

    def __init__(self, ids: Ids) -> None:
        super().__init__()
        self._ids = ids

    def get_next_version(self, current: str | None, channel: None) -> str:  # noqa: ARG002 - as declared there
        count = int(current.split(".")[0]) if current else 0
        return f"{count + 1:032}.{self._ids.salt()}"
