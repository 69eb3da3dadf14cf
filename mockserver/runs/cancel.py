"""Cancellation and deletion of runs."""

from mockserver.errors import NotFound
from mockserver.runs.job import RunJob, finalize, state_after
from mockserver.state.event_loop import interleaved
from mockserver.state.runs import Run
from mockserver.state.world import World


async def stop(world: World, run: Run, action: str) -> None:
    """Stop a pending run before returning, or a running one soon after; leave a finished one unchanged."""
    job = world.schedule.withdraw(run.thread_id, run.run_id)
    if isinstance(job, RunJob):
        await job.withdraw(action)
    elif job := world.schedule.running(run.thread_id, run.run_id):
        job.stop(action)


async def cancel(world: World, runs: list[Run], action: str) -> None:
    unfinished = [run for run in runs if not run.finished]
    if not unfinished:
        raise NotFound("No run to cancel: no run matches, or all have finished")
    async for run in interleaved(unfinished):
        await stop(world, run, action)


async def delete(world: World, run: Run) -> None:
    """Delete the run and its checkpoints, after stopping it if it is not finished."""
    log = world.logs.of(run.run_id)
    if not run.finished:
        await stop(world, run, "rollback")
        if log:
            await log.finished()
    world.checkpoints.forget_run(run.thread_id, run.run_id)
    world.logs.forget(run.run_id)
    world.runs.delete(run)
    thread = world.threads.get(run.owner, run.thread_id)
    if thread.status != "busy":
        finalize(world, run, await state_after(world, run, thread.error))
