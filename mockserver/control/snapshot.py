"""Snapshots: the state of a world as one JSON document. Importing this imports langgraph."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import Base64Bytes, Field, TypeAdapter

from mockserver.state.assistants import Assistant
from mockserver.state.clock import ClockState
from mockserver.state.crons import Cron
from mockserver.state.event_log import Event
from mockserver.state.event_loop import in_thread
from mockserver.state.expiring_store import SavedItem
from mockserver.state.runs import Run
from mockserver.state.saved_checkpoint import SavedCheckpoint, SavedRow, SavedValue, SavedWrite
from mockserver.state.saver import ThreadSaver
from mockserver.state.saver_cache import PACKED
from mockserver.state.served_scenario import ServedScenario
from mockserver.state.threads import Thread
from mockserver.state.world import World

FORMAT = 1

Number = Annotated[float, Field(allow_inf_nan=False)]


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
class SavedFailures:
    """Number of times that an error of a scenario has occurred."""

    key: list[Any]
    count: Annotated[int, Field(ge=0)]


@dataclass(frozen=True)
class SavedScenario:
    name: str
    scenario: dict[str, Any] | None = None
    """`None` for one from a file, which a mock reads itself."""
    failures: list[SavedFailures] = field(default_factory=list)


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
    scenarios: list[SavedScenario] = field(default_factory=list)


SNAPSHOT = TypeAdapter(Snapshot)


async def taken(world: World) -> Any:
    """Return the snapshot as JSON."""
    there = snapshot_of(world)  # reads everything at once, so that the parts match
    return await in_thread(lambda: SNAPSHOT.dump_python(there, mode="json", warnings=False))


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
        items=[item for store in world.stores.every().values() for item in store.every()],
        crons=world.crons.every(),
        ids=world.ids.state() if world.seeded else None,
        scenarios=[saved_scenario(name, served) for name, served in sorted(world.scenarios.items())],
    )


def saved_scenario(name: str, served: ServedScenario) -> SavedScenario:
    failures = [SavedFailures([*key], count) for key, count in served.attempts.counts().items()]
    if served.is_lasting:
        return SavedScenario(name, failures=failures)
    given = served.scenario.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    return SavedScenario(name, given, failures)


def saved_thread(thread_id: str, saver: ThreadSaver | None, events: Iterable[Event]) -> SavedThread:
    if saver is None:
        return SavedThread(thread_id, events=written(events))
    saved = [plain(row) for row in map(saver.saved, saver.entries())]
    return SavedThread(
        thread_id,
        [row for row in saved if isinstance(row, SavedCheckpoint)],
        [row for row in saved if isinstance(row, SavedValue)],
        [row for row in saved if isinstance(row, SavedWrite)],
        written(events),
    )


def plain(row: SavedRow) -> SavedRow:
    """Return the entry without pieces that it shares with others."""
    if isinstance(row, SavedCheckpoint) or isinstance(row.value[1], bytes):
        return row
    return replace(row, value=(PACKED, bytes(row.value[1])))


def written(events: Iterable[Event]) -> list[tuple[str | None, str, str]]:
    return [(event.id, event.name, event.data.decode()) for event in events]
