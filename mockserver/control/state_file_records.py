"""Records of a state file: how each part of a world is written, and how a world is filled with them.

Importing this imports langgraph.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, cast

import orjson
from pydantic import TypeAdapter, ValidationError

from mockserver.control.restore import filled as filled_saver
from mockserver.control.snapshot import SavedThread, plain
from mockserver.control.state_file import BrokenState, Record, StateFile, damaged
from mockserver.scenarios import BrokenScenario, parse
from mockserver.state.assistants import Assistant
from mockserver.state.clock import ClockState
from mockserver.state.crons import Cron
from mockserver.state.event_log import Event
from mockserver.state.expiring_store import SavedItem
from mockserver.state.runs import Run
from mockserver.state.saved_checkpoint import SavedCheckpoint, SavedValue, SavedWrite
from mockserver.state.served_scenario import ServedScenario
from mockserver.state.threads import Thread
from mockserver.state.world import World

Encode = Callable[[Any], bytes | None]
Decode = Callable[[bytes, Record], Any]


@dataclass(frozen=True)
class Codec:
    encode: Encode
    """Returns the value of the record; `None` if the state file has none."""
    decode: Decode


def of_dataclass(cls: type) -> Codec:
    """Return the codec of a dataclass that has only JSON, dates and such dataclasses."""
    names = [each.name for each in fields(cls)]
    adapter: TypeAdapter[Any] = TypeAdapter(cls)
    return Codec(
        lambda value: orjson.dumps({name: getattr(value, name) for name in names}),
        lambda data, _record: adapter.validate_json(data),
    )


def framed(head: Any, *blobs: bytes) -> bytes:
    """Return JSON and bytes in one. The JSON has no line breaks."""
    return orjson.dumps([head, *map(len, blobs)]) + b"\n" + b"".join(blobs)


def unframed(data: bytes) -> tuple[Any, ...]:
    """Return the JSON and the bytes that were framed."""
    line, _, rest = data.partition(b"\n")
    head, *sizes = orjson.loads(line)
    blobs = []
    for size in sizes:
        blobs.append(rest[:size])
        rest = rest[size:]
    return head, *blobs


def scenario_json(served: ServedScenario) -> bytes | None:
    """Return the scenario; `None` for one from a file, which is read again at the start."""
    if served.is_lasting:
        return None
    return served.scenario.model_dump_json(exclude_unset=True, by_alias=True, warnings=False).encode()


def checkpoint(row: SavedCheckpoint) -> bytes:
    (kind, content), (metadata_kind, metadata) = row.checkpoint, row.metadata
    place = row.namespace, row.checkpoint_id, kind, metadata_kind
    return framed([*place, row.parent, row.run_id, row.versions], content, metadata)


def read_checkpoint(data: bytes, _record: Record) -> SavedCheckpoint:
    (namespace, checkpoint_id, kind, metadata_kind, *rest), content, metadata = unframed(data)
    return SavedCheckpoint(namespace, checkpoint_id, (kind, content), (metadata_kind, metadata), *rest)


def value(row: SavedValue) -> bytes:
    kind, content = cast("SavedValue", plain(row)).value
    return framed([row.namespace, row.channel, row.version, kind], content)


def read_value(data: bytes, _record: Record) -> SavedValue:
    (namespace, channel, version, kind), content = unframed(data)
    return SavedValue(namespace, channel, version, (kind, content))


def write(row: SavedWrite) -> bytes:
    kind, content = cast("SavedWrite", plain(row)).value
    place = row.namespace, row.checkpoint_id, row.task_id, row.index, row.channel
    return framed([*place, row.path, kind], content)


def read_write(data: bytes, _record: Record) -> SavedWrite:
    (namespace, checkpoint_id, task_id, index, channel, path, kind), content = unframed(data)
    return SavedWrite(namespace, checkpoint_id, task_id, index, channel, (kind, content), path)


def read_event(data: bytes, _record: Record) -> Event:
    (name, event_id), content = unframed(data)
    return Event(name, content, event_id)


EVENTS = Codec(lambda event: framed([event.name, event.id], event.data), read_event)

CODECS: Mapping[str, Codec] = {
    "assistants": of_dataclass(Assistant),
    "assistant_versions": of_dataclass(Assistant),
    "attempts": Codec(orjson.dumps, lambda data, _record: orjson.loads(data)),
    "channel_values": Codec(value, read_value),
    "checkpoints": Codec(checkpoint, read_checkpoint),
    "crons": of_dataclass(Cron),
    "items": of_dataclass(SavedItem),
    "run_events": EVENTS,
    "run_results": Codec(bytes, lambda data, _record: data),
    "runs": of_dataclass(Run),
    "scenarios": Codec(scenario_json, lambda data, record: parse(data.decode(), "scenario", record.name)),
    "thread_events": EVENTS,
    "threads": of_dataclass(Thread),
    "waiting": Codec(lambda job: orjson.dumps(job.due), lambda data, _record: orjson.loads(data)),
    "writes": Codec(write, read_write),
}
"""Codecs by part. A table whose part has none fails at its first change."""

WORLD = "world"
"""Part with the one record of everything that has no table."""


@dataclass(frozen=True, slots=True)
class SavedWorld:
    clock: ClockState
    saved_at: datetime
    """Time of the wall clock."""
    since: str
    """Creation time of system assistants."""
    graph_ids: tuple[str, ...]
    ids: str | None = None
    """State of the generator of ids in hexadecimal, if the world has a seed."""


WORLDS = of_dataclass(SavedWorld)


def saved_world(world: World) -> bytes:
    ids = world.ids.state().hex() if world.seeded else None
    saved = SavedWorld(world.clock.state(), datetime.now(UTC), world.assistants.since, world.graph_ids, ids)
    return cast("bytes", WORLDS.encode(saved))


@dataclass
class Unfinished:
    """Parts of a saved world that its tables do not contain."""

    graph_ids: frozenset[str] = frozenset()
    """Graphs of the world when it was written."""
    due: dict[str, float] = field(default_factory=dict)
    """Start of each pending run, on `Clock.elapsed`."""


class Parts:
    """The decoded records of one session by part, each in its order."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._parts: dict[str, list[tuple[Record, Any]]] = {}
        self.world: SavedWorld | None = None
        for record in records:
            if record.part == WORLD:
                self.world = WORLDS.decode(record.value, record)
            else:
                decoded = CODECS[record.part].decode(record.value, record)
                self._parts.setdefault(record.part, []).append((record, decoded))

    def __call__(self, part: str) -> Iterator[tuple[Record, Any]]:
        return iter(self._parts.get(part, ()))

    def values(self, part: str) -> list[Any]:
        return [decoded for _, decoded in self(part)]

    def by_group(self, part: str) -> dict[str, list[Any]]:
        groups: dict[str, list[Any]] = {}
        for record, decoded in self(part):
            groups.setdefault(record.group, []).append(decoded)
        return groups

    def by_name(self, part: str) -> dict[str, Any]:
        return {record.name: decoded for record, decoded in self(part)}


def fill(world: World, file: StateFile, session_id: str) -> Unfinished:
    """Fill a blank world, whose changes are not recorded yet, with the records of a session.

    Raises:
        BrokenState: a record is damaged.

    """
    try:
        parts = Parts(file.records(session_id))
        return filled(world, parts)
    except (ValidationError, BrokenScenario, ValueError, TypeError, LookupError) as error:
        reason = f"a record of session {session_id!r}: {' '.join(repr(error).split()):.200}"
        raise BrokenState(file.file, damaged(reason)) from error


def filled(world: World, parts: Parts) -> Unfinished:
    unfinished = Unfinished(due=parts.by_name("waiting"))
    if parts.world:
        unfinished.graph_ids = frozenset(parts.world.graph_ids)
        fill_world(world, parts.world)
    for record, scenario in parts("scenarios"):
        world.put_scenario(record.name, scenario)
    for record, count in parts("attempts"):
        if served := world.scenarios.get(record.group):
            served.attempts.restore(orjson.loads(record.name), count)
    world.assistants.restore(parts.values("assistants"), parts.values("assistant_versions"))
    world.threads.restore(parts.values("threads"))
    for run in parts.values("runs"):
        world.runs.add(run)
    fill_states(world, parts)
    fill_logs(world, parts)
    for item in parts.values("items"):
        world.stores.of(item.owner).restore(item)
    world.crons.restore(parts.values("crons"))
    return unfinished


def fill_world(world: World, saved: SavedWorld) -> None:
    """Restore what has no table. Time has passed since it was written, unless the clock is frozen."""
    passed = max((datetime.now(UTC) - saved.saved_at).total_seconds(), 0.0)
    clock = saved.clock
    world.clock.restore(clock if clock.frozen else replace(clock, elapsed=clock.elapsed + passed))
    world.assistants.since = saved.since
    if saved.ids and world.seeded:
        world.ids.restore(bytes.fromhex(saved.ids))


def fill_states(world: World, parts: Parts) -> None:
    values, writes = parts.by_group("channel_values"), parts.by_group("writes")
    for thread_id, checkpoints in parts.by_group("checkpoints").items():
        state = SavedThread(thread_id, checkpoints, values.get(thread_id, []), writes.get(thread_id, []))
        world.checkpoints.keep(thread_id, filled_saver(world.checkpoints, state))


def fill_logs(world: World, parts: Parts) -> None:
    """Restore the logs. Those of runs without a result stay open."""
    results, events = parts.by_name("run_results"), parts.by_group("run_events")
    runs = {run.run_id: run for run in world.runs.every()}
    for run_id, result in results.items():
        world.logs.restore(runs[run_id], events.pop(run_id, ()), result)
    for run_id, past in events.items():
        log = world.logs.open(runs[run_id])
        for event in past:
            log.append(event)
    for thread_id, past in parts.by_group("thread_events").items():
        world.logs.restore_thread(thread_id, past)
