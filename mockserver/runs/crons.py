"""The creation of crons, and the runs of those that are due."""

import logging
from collections.abc import Mapping
from typing import Any

from mockserver.errors import ApiError
from mockserver.runs.start import run_request, start
from mockserver.state.crons import Cron, of_its_runs
from mockserver.state.metadata import client_metadata
from mockserver.state.world import World

log = logging.getLogger(__name__)


def create(world: World, owner: str, body: Mapping[str, Any], *, thread_id: str | None) -> Cron:
    """Create a cron on the thread; with `None`, each of its runs gets a thread."""
    assistant_id = run_request(world, owner, thread_id, of_its_runs(body)).assistant.assistant_id
    metadata = client_metadata(body.get("metadata"))
    changes = {"metadata": metadata} if "metadata" in body else {}
    cron = world.crons.create(
        owner,
        assistant_id=assistant_id,
        thread_id=thread_id,
        schedule=body["schedule"],
        timezone=body.get("timezone"),
        end_time=body.get("end_time"),
        on_run_completed=None if thread_id else body.get("on_run_completed", "delete"),
        enabled=body.get("enabled", True),
        metadata=metadata,
        payload={**body, "assistant_id": assistant_id, **changes},
    )
    watch(world)
    return cron


def watch(world: World) -> None:
    """Set the alarm to the next due time; call this whenever that time may have changed."""
    world.alarm.set(world.crons.next_due(), lambda: world.schedule.run_in_background(fire(world)))


async def fire(world: World) -> None:
    """Start the runs that are due."""
    for cron in world.crons.take_due():
        try:
            await _start(world, cron)
        except ApiError as problem:  # for example, its thread is busy; the cron runs again at its next time
            log.warning("cron %s could not start a run: %s", cron.cron_id, problem.detail)
    watch(world)


async def _start(world: World, cron: Cron) -> None:
    request = run_request(world, cron.owner, cron.thread_id, cron.run_request, None)
    await start(world, request)
