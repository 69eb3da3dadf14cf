"""Commands that start a run. The reply is sent at once; the run continues and emits events."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from mockserver.errors import ThreadNotFound
from mockserver.events.command_params import Entry, InputRespond, RunStart, read
from mockserver.events.replies import Refused
from mockserver.events.thread_ref import Where
from mockserver.runs.start import asked, start
from mockserver.state.runs import MARK
from mockserver.state.threads import Thread

MODES = ("values", "updates", "messages", "tools", "lifecycle", "custom", "tasks", "checkpoints")
"""Stream modes of runs that commands start."""

PATIENCE = 5.0
"""Seconds to wait for a run to end: clients receive an interrupt earlier than that."""


async def start_run(where: Where, command: Mapping[str, Any]) -> Mapping[str, Any]:
    """Start a run. Input for an interrupted thread resumes it."""
    params = read(RunStart, command)
    thread = thread_of(where)
    body: dict[str, Any] = {"input": params.input}
    if params.input is not None and thread and thread.interrupts:
        body = {"command": {"resume": params.input}}
    return {
        "run_id": await run(
            where,
            {
                **body,
                "assistant_id": params.assistant_id,
                "config": params.config.to_json(),
                "metadata": params.metadata,
                "multitask_strategy": params.strategy,
            },
        )
    }


async def respond(where: Where, command: Mapping[str, Any]) -> Mapping[str, Any]:
    params = read(InputRespond, command)
    await _must_be_asked(where, params.responses)
    answers = {entry.interrupt_id: entry.response for entry in params.responses}
    with_them = params.model_dump(include={"update", "goto"}, exclude_none=True)
    body = {
        "assistant_id": assistant_of(thread_of(where)),
        "command": {"resume": answers, **with_them},
        "config": params.config.to_json(),
        "metadata": params.metadata,
    }
    await run(where, body)
    return {}


async def run(where: Where, body: Mapping[str, Any]) -> str:
    """Start a run and return its id."""
    config = body["config"]
    configurable = {**(config.get("configurable") or {}), MARK: True}
    words = {
        "config": {**config, "configurable": configurable},
        "stream_mode": [*MODES],
        "stream_subgraphs": True,
        "stream_resumable": True,
        "if_not_exists": "create",
    }
    started = await start(where.world, asked(where.world, where.owner, where.thread_id, {**body, **words}))
    return started.run.run_id


def thread_of(where: Where) -> Thread | None:
    with suppress(ThreadNotFound):
        return where.world.threads.get(where.owner, where.thread_id)
    return None


def assistant_of(thread: Thread | None) -> str:
    """Return the assistant of the thread's last run."""
    assistant_id = thread.metadata.get("assistant_id") if thread else None
    if not isinstance(assistant_id, str):
        raise Refused("no_such_run", "No interrupted run is bound to this thread.")
    return assistant_id


async def _must_be_asked(where: Where, entries: list[Entry]) -> None:
    wanted = [entry.interrupt_id for entry in entries]
    if thread_of(where) is None:
        return
    if not _asked(where).issuperset(wanted):
        with suppress(TimeoutError):
            await asyncio.wait_for(_settled(where), PATIENCE)
    there = _asked(where)
    for interrupt_id in wanted:
        if interrupt_id not in there:
            raise Refused("no_such_interrupt", f"Unknown or already-consumed interrupt: {interrupt_id}")


def _asked(where: Where) -> set[str]:
    thread = thread_of(where)
    return {asked["id"] for task in thread.interrupts.values() for asked in task} if thread else set()


async def _settled(where: Where) -> None:
    for unfinished in where.world.runs.unfinished(where.thread_id):
        if log := where.world.logs.of(unfinished.run_id):
            await log.finished()
