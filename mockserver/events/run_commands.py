"""Commands that start a run. The reply is sent immediately; the run continues and emits events."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from mockserver.errors import ThreadNotFound
from mockserver.events.command_params import Entry, InputRespond, RunStart, read
from mockserver.events.replies import CommandError
from mockserver.events.thread_ref import ThreadRef
from mockserver.runs.start import run_request, start
from mockserver.state.runs import PROTOCOL_V2_KEY
from mockserver.state.threads import Thread

MODES = ("values", "updates", "messages", "tools", "lifecycle", "custom", "tasks", "checkpoints")
"""Stream modes of runs that commands start."""

START_SECONDS = 5.0
"""Seconds to wait for a run to end: clients receive an interrupt earlier than that."""


async def start_run(ref: ThreadRef, command: Mapping[str, Any]) -> Mapping[str, Any]:
    """Start a run. Input for an interrupted thread resumes it."""
    params = read(RunStart, command)
    thread = thread_of(ref)
    body: dict[str, Any] = {"input": params.input}
    if params.input is not None and thread and thread.interrupts:
        body = {"command": {"resume": params.input}}
    return {
        "run_id": await run(
            ref,
            {
                **body,
                "assistant_id": params.assistant_id,
                "config": params.config.to_json(),
                "metadata": params.metadata,
                "multitask_strategy": params.strategy,
            },
        )
    }


async def respond(ref: ThreadRef, command: Mapping[str, Any]) -> Mapping[str, Any]:
    params = read(InputRespond, command)
    await _require_pending(ref, params.responses)
    responses = {entry.interrupt_id: entry.response for entry in params.responses}
    with_them = params.model_dump(include={"update", "goto"}, exclude_none=True)
    body = {
        "assistant_id": assistant_of(thread_of(ref)),
        "command": {"resume": responses, **with_them},
        "config": params.config.to_json(),
        "metadata": params.metadata,
    }
    await run(ref, body)
    return {}


async def run(ref: ThreadRef, body: Mapping[str, Any]) -> str:
    """Start a run and return its id."""
    config = body["config"]
    configurable = {**(config.get("configurable") or {}), PROTOCOL_V2_KEY: True}
    settings = {
        "config": {**config, "configurable": configurable},
        "stream_mode": [*MODES],
        "stream_subgraphs": True,
        "stream_resumable": True,
        "if_not_exists": "create",
    }
    started = await start(ref.world, run_request(ref.world, ref.owner, ref.thread_id, {**body, **settings}))
    return started.run.run_id


def thread_of(ref: ThreadRef) -> Thread | None:
    with suppress(ThreadNotFound):
        return ref.world.threads.get(ref.owner, ref.thread_id)
    return None


def assistant_of(thread: Thread | None) -> str:
    """Return the assistant of the thread's last run."""
    assistant_id = thread.metadata.get("assistant_id") if thread else None
    if not isinstance(assistant_id, str):
        raise CommandError("no_such_run", "No interrupted run is bound to this thread.")
    return assistant_id


async def _require_pending(ref: ThreadRef, entries: list[Entry]) -> None:
    interrupt_ids = [entry.interrupt_id for entry in entries]
    if thread_of(ref) is None:
        return
    if not _run_body(ref).issuperset(interrupt_ids):
        with suppress(TimeoutError):
            await asyncio.wait_for(_interrupted_thread(ref), START_SECONDS)
    pending = _run_body(ref)
    for interrupt_id in interrupt_ids:
        if interrupt_id not in pending:
            raise CommandError("no_such_interrupt", f"Unknown or already-consumed interrupt: {interrupt_id}")


def _run_body(ref: ThreadRef) -> set[str]:
    thread = thread_of(ref)
    return {interrupt["id"] for task in thread.interrupts.values() for interrupt in task} if thread else set()


async def _interrupted_thread(ref: ThreadRef) -> None:
    for unfinished in ref.world.runs.unfinished(ref.thread_id):
        if log := ref.world.logs.of(unfinished.run_id):
            await log.wait()
