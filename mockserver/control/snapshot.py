"""Snapshots: the state of a world as one JSON document. Importing this imports langgraph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from pydantic import Base64Bytes, Field, TypeAdapter

from mockserver.state.assistants import Assistant
from mockserver.state.clock import ClockState
from mockserver.state.crons import Cron
from mockserver.state.draft import PACKED
from mockserver.state.event_log import Event
from mockserver.state.runs import Run
from mockserver.state.saver import ThreadSaver
from mockserver.state.store import Lease
from mockserver.state.threads import Thread
from mockserver.state.turns import aside
from mockserver.state.world import World

FORMAT = 1

Blob = tuple[str, Base64Bytes]
"""A value in langgraph's serialization: the name of its format, and its bytes."""

Number = Annotated[float, Field(allow_inf_nan=False)]
Version = str | int | float


@dataclass(frozen=True)
class SavedCheckpoint:
    namespace: str
    checkpoint_id: str
    checkpoint: Blob
    metadata: Blob
    parent: str | None
    run_id: str | None
    versions: Mapping[str, Version]


@dataclass(frozen=True)
class SavedValue:
    """A version of a channel's value."""

    namespace: str
    channel: str
    version: Version
    value: Blob


@dataclass(frozen=True)
class SavedWrite:
    """A pending write of a task."""

    namespace: str
    checkpoint_id: str
    task_id: str
    index: int
    channel: str
    value: Blob
    path: str


@dataclass(frozen=True)
class SavedThread:
    """The checkpoints of a thread and the events of its runs."""

    thread_id: str
    checkpoints: list[SavedCheckpoint] = field(default_factory=list)
    values: list[SavedValue] = field(default_factory=list)
    writes: list[SavedWrite] = field(default_factory=list)
    events: list[tuple[str | None, str, str]] = field(default_factory=list)
    """Id, name and JSON of each event."""


@dataclass(frozen=True)
class SavedRun:
    """The schedule and the events of a run."""

    run_id: str
    due: Number | None = None
    """Start of a pending run, on `Clock.elapsed`."""
    events: list[tuple[str | None, str, str]] | None = None
    """Events of a finished run that can be resumed; `None` for other runs."""
    result: str = "{}"


@dataclass(frozen=True)
class SavedItem:
    owner: str
    namespace: tuple[str, ...]
    key: str
    value: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    lease: Lease | None = None


@dataclass(frozen=True)
class Snapshot:
    format: int
    clock: ClockState
    assistants: list[Assistant]
    assistant_versions: list[Assistant]
    threads: list[Thread]
    states: list[SavedThread]
    runs: list[Run]
    run_logs: list[SavedRun]
    items: list[SavedItem]
    crons: list[Cron]
    ids: Base64Bytes | None = None
    """State of the generator of ids, if the world has a seed."""


SNAPSHOT = TypeAdapter(Snapshot)


async def taken(world: World) -> Any:
    """Return the snapshot as JSON."""
    there = snapshot_of(world)  # reads everything at once, so that the parts match
    return await aside(lambda: SNAPSHOT.dump_python(there, mode="json", warnings=False))


def snapshot_of(world: World) -> Snapshot:
    finished, events = world.logs.kept()
    waiting = world.schedule.waiting()
    savers = {thread_id: saver.clone() for thread_id, saver in world.checkpoints.every().items()}
    return Snapshot(
        format=FORMAT,
        clock=world.clock.state(),
        assistants=world.assistants.every(),
        assistant_versions=world.assistants.every_version(),
        threads=world.threads.every(),
        states=[
            saved_thread(thread_id, savers.get(thread_id), events.get(thread_id, ()))
            for thread_id in dict.fromkeys([*savers, *events])
        ],
        runs=world.runs.every(),
        run_logs=[
            *(SavedRun(run_id, due) for run_id, due in waiting.items()),
            *(SavedRun(log.run_id, None, written(log.kept), log.result.decode()) for log in finished),
        ],
        items=[
            SavedItem(owner, item.namespace, item.key, item.value, item.created_at, item.updated_at, lease)
            for owner, store in world.stores.every().items()
            for item, lease in store.every()
        ],
        crons=world.crons.every(),
        ids=world.ids.state() if world.seeded else None,
    )


def saved_thread(thread_id: str, saver: ThreadSaver | None, events: Iterable[Event]) -> SavedThread:
    if saver is None:
        return SavedThread(thread_id, events=written(events))
    return SavedThread(
        thread_id,
        [
            SavedCheckpoint(
                namespace,
                checkpoint_id,
                checkpoint,
                metadata,
                parent,
                *saver.index[key, namespace, checkpoint_id],
            )
            for key, namespaces in saver.storage.items()
            for namespace, checkpoints in namespaces.items()
            for checkpoint_id, (checkpoint, metadata, parent) in checkpoints.items()
        ],
        [
            SavedValue(namespace, channel, version, plain(value))
            for (_, namespace, channel, version), value in saver.blobs.items()
        ],
        [
            SavedWrite(namespace, checkpoint_id, task_id, index, channel, plain(value), path)
            for (_, namespace, checkpoint_id), writes in saver.writes.items()
            for (task_id, index), (_, channel, value, path) in writes.items()
        ],
        written(events),
    )


def plain(value: tuple[str, Any]) -> tuple[str, bytes]:
    """Return a value without the pieces that it shares with others."""
    kind, content = value
    return (kind, content) if isinstance(content, bytes) else (PACKED, bytes(content))


def written(events: Iterable[Event]) -> list[tuple[str | None, str, str]]:
    return [(event.id, event.name, event.data.decode()) for event in events]
