"""Records of a checkpoint as snapshots and state files keep them: langgraph's three tables of a saver."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Base64Bytes

Blob = tuple[str, Base64Bytes]
"""A value in langgraph's serialization: the name of its format, and its bytes."""

Version = str | int | float


@dataclass(frozen=True, slots=True)
class SavedCheckpoint:
    namespace: str
    checkpoint_id: str
    checkpoint: Blob
    metadata: Blob
    parent: str | None
    run_id: str | None
    versions: Mapping[str, Version]


@dataclass(frozen=True, slots=True)
class SavedValue:
    """A version of a channel's value."""

    namespace: str
    channel: str
    version: Version
    value: Blob
    """In memory its bytes may be `SharedMessages`."""


@dataclass(frozen=True, slots=True)
class SavedWrite:
    """A pending write of a task."""

    namespace: str
    checkpoint_id: str
    task_id: str
    index: int
    channel: str
    value: Blob
    path: str


SavedRow = SavedCheckpoint | SavedValue | SavedWrite
