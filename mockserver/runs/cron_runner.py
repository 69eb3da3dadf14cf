"""Runs of crons that are due."""

import logging

from mockserver.errors import ApiError
from mockserver.runs.start import run_request, start
from mockserver.state.crons import Cron
from mockserver.state.world import World

log = logging.getLogger(__name__)


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
