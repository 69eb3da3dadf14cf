"""Continuation of the runs of a world that comes from a state file. Importing this imports langgraph."""

from mockserver.control.state_file_records import Unfinished
from mockserver.errors import ApiError
from mockserver.runs.crons import watch
from mockserver.runs.job import RunJob, UnfinishedRun
from mockserver.state.runs import Run
from mockserver.state.world import World

STOPPED = {"error": "MockStopped", "message": "langgraph-mock stopped during this run"}
"""Error of a run that was in progress. It is not repeated: clients may have seen its events and states."""


async def resume(world: World, unfinished: Unfinished) -> None:
    """Start pending runs when they are due, end those that were in progress, and wait for crons."""
    world.assistants.update_graphs(unfinished.graph_ids)
    for run in world.runs.every():
        if not run.finished:
            await continue_run(world, run, unfinished.due.get(run.run_id))
    watch(world)


async def continue_run(world: World, run: Run, due: float | None) -> None:
    """Schedule a pending run; end one that was in progress, whose `due` is `None`, or has no assistant."""
    log = world.logs.of(run.run_id) or world.logs.open(run)
    error = STOPPED
    if due is not None:
        try:
            assistant = world.assistants.get(run.owner, run.assistant_id)
        except ApiError as problem:
            error = {"error": type(problem).__name__, "message": problem.detail}
        else:
            world.schedule.add(run.thread_id, RunJob(world, run, assistant, log, due))
            return
    await UnfinishedRun(world, run, log).fail(error)
