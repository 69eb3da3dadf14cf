"""Tasks: a run on a thread and the runs that resume it. The id is `<thread>:<first run>`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from a2a.compat.v0_3.types import TaskState

from mockserver.a2a.errors import TaskNotFound
from mockserver.errors import NotFound
from mockserver.state.runs import Run
from mockserver.state.threads import Thread
from mockserver.state.world import World

TASK_KIND = "a2a"
"""Key in the `kwargs` of a run for the task that it resumes or the message that started it."""

STATES: Mapping[str, TaskState] = MappingProxyType(
    {
        "pending": TaskState.submitted,
        "running": TaskState.working,
        "success": TaskState.completed,
        "interrupted": TaskState.canceled,
        "error": TaskState.failed,
        "timeout": TaskState.failed,
    }
)
ENDED_STATES = frozenset({TaskState.completed, TaskState.canceled, TaskState.failed})


@dataclass(frozen=True, slots=True)
class Task:
    """Snapshot of a task."""

    id: str
    thread: Thread
    run: Run
    """Latest run of the task."""
    is_latest: bool
    """True if `run` is also the latest run of the thread."""

    @property
    def state(self) -> TaskState:
        # an interrupted run is a success; its thread has the status `interrupted`
        if self.is_latest and self.run.status == "success" and self.thread.status == "interrupted":
            return TaskState.input_required
        return STATES[self.run.status]


def task_id_of(run: Run) -> str:
    return run.kwargs.get(TASK_KIND, {}).get("task_id") or f"{run.thread_id}:{run.run_id}"


def find(world: World, owner: str, assistant_id: str, task_id: str, context_id: str | None = None) -> Task:
    named, _, run_id = task_id.rpartition(":")
    thread_id = named or context_id or ""
    if context_id not in {None, thread_id}:
        raise TaskNotFound(task_id)
    try:
        thread, first = world.threads.get(owner, thread_id), world.runs.get(thread_id, run_id)
    except NotFound as error:
        raise TaskNotFound(task_id) from error
    full_id = f"{thread_id}:{run_id}"
    if first.assistant_id != assistant_id or task_id_of(first) != full_id:
        raise TaskNotFound(task_id)
    runs = world.runs.of(thread_id)
    latest = next(run for run in reversed(runs) if task_id_of(run) == full_id)
    return Task(full_id, thread, latest, latest is runs[-1])


def task_of_run(world: World, thread_id: str) -> dict[str, str]:
    """Return the tasks of a thread by the id of the message that started them."""
    runs = ((run, run.kwargs.get(TASK_KIND, {}).get("message_id")) for run in world.runs.of(thread_id))
    return {message_id: task_id_of(run) for run, message_id in runs if message_id}
