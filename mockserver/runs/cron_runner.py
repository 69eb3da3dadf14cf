"""Makes the runs of crons when it is time."""

import logging

from mockserver.errors import ApiError
from mockserver.runs.start import asked, start
from mockserver.state.crons import Cron
from mockserver.state.world import World

log = logging.getLogger(__name__)


def watch(world: World) -> None:
    """Wait for the next time. To be called whenever that may have changed."""
    world.alarm.set(world.crons.next_due(), lambda: world.schedule.run_errand(fire(world)))


async def fire(world: World) -> None:
    """Make the runs that are due."""
    for cron in world.crons.take_due():
        try:
            await _start(world, cron)
        except ApiError as problem:  # its thread may be busy; the next time is another one
            log.warning("cron %s made no run: %s", cron.cron_id, problem.detail)
    watch(world)


async def _start(world: World, cron: Cron) -> None:
    request = asked(world, cron.owner, cron.thread_id, cron.run_request, None)
    await start(world, request)
