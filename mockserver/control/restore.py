"""Worlds from snapshots. Importing this imports langgraph."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from mockserver.control.snapshot import SNAPSHOT, SavedThread, Snapshot
from mockserver.errors import ApiError, InvalidRequest
from mockserver.runs.crons import watch
from mockserver.runs.job import RunJob
from mockserver.scenarios import BrokenScenario, parse
from mockserver.state.checkpoints import Checkpoints
from mockserver.state.event_log import Event
from mockserver.state.event_loop import in_thread
from mockserver.state.saver import IndexEntry, ThreadSaver
from mockserver.state.world import World


async def restored(world: World, document: Any) -> World:
    """Return a world with the settings of `world` and the state of the snapshot.

    Raises:
        InvalidRequest: the snapshot is invalid; the error names the field.

    """
    snapshot = await in_thread(lambda: parsed(document))
    restored_world = world.blank()
    restored_world.clock.restore(snapshot.clock)
    try:
        await in_thread(lambda: fill(restored_world, snapshot))
        continue_runs(restored_world, snapshot)
    except InvalidRequest:
        raise
    except ApiError as error:
        raise InvalidRequest("body", error.detail) from error
    watch(restored_world)
    return restored_world


def read(events: Iterable[tuple[str | None, str, str]]) -> Iterator[Event]:
    return (Event(name, data.encode(), event_id) for event_id, name, data in events)


def parsed(document: Any) -> Snapshot:
    try:
        return SNAPSHOT.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InvalidRequest(".".join(["body", *map(str, first["loc"])]), first["msg"]) from error


def fill(world: World, snapshot: Snapshot) -> None:
    """Add everything but unfinished runs."""
    fill_scenarios(world, snapshot)
    must_refer_to_known(world, snapshot)
    if snapshot.ids is not None and world.seeded:
        try:
            world.ids.restore(snapshot.ids)
        except ValueError as error:
            raise InvalidRequest("body.ids", str(error)) from error
    world.assistants.restore(snapshot.assistants, snapshot.assistant_versions)
    world.threads.restore(snapshot.threads)
    for run in snapshot.runs:
        world.runs.add(run)
    fill_states(world, snapshot)
    fill_logs(world, snapshot)
    fill_stores(world, snapshot)
    world.crons.restore(snapshot.crons)


def fill_scenarios(world: World, snapshot: Snapshot) -> None:
    for index, saved in enumerate(snapshot.scenarios):
        if saved.scenario is not None:
            try:
                scenario = parse(json.dumps(saved.scenario), "body", saved.name)
            except BrokenScenario as error:
                problems = "; ".join(each.message for each in error.problems)
                raise InvalidRequest(f"body.scenarios.{index}.scenario", problems) from error
            world.put_scenario(saved.name, scenario.model_copy(update={"name": saved.name}))
        if served := world.scenarios.get(saved.name):
            for failures in saved.failures:
                served.attempts.restore(failures.key, failures.count)


def must_refer_to_known(world: World, snapshot: Snapshot) -> None:
    for index, assistant in enumerate(snapshot.assistants):
        if assistant.graph_id not in world.graph_ids:
            field = f"body.assistants.{index}.graph_id"
            raise InvalidRequest(field, f"this mock has no graph {assistant.graph_id!r}")
    with_versions = {version.assistant_id for version in snapshot.assistant_versions}
    if {assistant.assistant_id for assistant in snapshot.assistants} != with_versions:
        raise InvalidRequest("body.assistant_versions", "must have the versions of each of the assistants")
    threads = {thread.thread_id for thread in snapshot.threads}
    runs = {run.run_id for run in snapshot.runs}
    must_be_known("states", "thread_id", [state.thread_id for state in snapshot.states], threads)
    must_be_known("runs", "thread_id", [run.thread_id for run in snapshot.runs], threads)
    must_be_known("run_logs", "run_id", [log.run_id for log in snapshot.run_logs], runs)


def must_be_known(part: str, name: str, used: Iterable[str], known: Collection[str]) -> None:
    for index, value in enumerate(used):
        if value not in known:
            raise InvalidRequest(f"body.{part}.{index}.{name}", f"the snapshot does not contain {value!r}")


def fill_states(world: World, snapshot: Snapshot) -> None:
    for index, state in enumerate(snapshot.states):
        if state.checkpoints:
            try:
                saver = filled(world.checkpoints, state)
                must_be_readable(saver, state.thread_id)
            except Exception as error:  # the bytes may be anything
                raise InvalidRequest(f"body.states.{index}", f"can't be read: {error!r}") from error
            world.checkpoints.keep(state.thread_id, saver)


def fill_logs(world: World, snapshot: Snapshot) -> None:
    runs = {run.run_id: run for run in snapshot.runs}
    for saved in snapshot.run_logs:
        if saved.events is not None:
            world.logs.restore(runs[saved.run_id], read(saved.events), saved.result.encode())
    for state in snapshot.states:
        if state.events:
            world.logs.restore_thread(state.thread_id, read(state.events))


def fill_stores(world: World, snapshot: Snapshot) -> None:
    for saved in snapshot.items:
        world.stores.of(saved.owner).restore(saved)


def filled(checkpoints: Checkpoints, state: SavedThread) -> ThreadSaver:
    """Return a saver with the checkpoints, which may be unreadable."""
    saver, thread_id = checkpoints.empty(), state.thread_id
    for each in state.checkpoints:
        place = thread_id, each.namespace
        saver.storage[thread_id][each.namespace][each.checkpoint_id] = (
            each.checkpoint,
            each.metadata,
            each.parent,
        )
        saver.index[*place, each.checkpoint_id] = IndexEntry(each.run_id, each.versions)
    for value in state.values:
        saver.blobs[thread_id, value.namespace, value.channel, value.version] = value.value
        saver.largest = max(saver.largest, len(value.value[1]))
    for write in state.writes:
        key = thread_id, write.namespace, write.checkpoint_id
        content = write.task_id, write.channel, write.value, write.path
        saver.writes[key][write.task_id, write.index] = content
    return saver


def must_be_readable(saver: ThreadSaver, thread_id: str) -> None:
    """Read each checkpoint once."""
    for namespace in [*saver.storage[thread_id]]:
        config: Any = {"configurable": {"thread_id": thread_id, "checkpoint_ns": namespace}}
        for _ in saver.list(config):
            pass


def continue_runs(world: World, snapshot: Snapshot) -> None:
    """Start unfinished runs again, from their beginning.

    Raises:
        ApiError: the assistant of such a run does not exist.

    """
    due = {saved.run_id: saved.due for saved in snapshot.run_logs if saved.due is not None}
    for run in snapshot.runs:
        if run.finished:
            continue
        world.checkpoints.forget_run(run.thread_id, run.run_id)
        pending = world.runs.update(run, status="pending")
        assistant = world.assistants.get(run.owner, run.assistant_id)
        job = RunJob(world, pending, assistant, world.logs.open(pending), due.get(run.run_id, 0.0))
        world.schedule.add(run.thread_id, job)
