"""Tasks in protocol form: status, history, artifacts."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from a2a.compat.v0_3.types import Artifact, DataPart, Message, Part, Role, TaskState, TaskStatus, TextPart
from a2a.compat.v0_3.types import Task as A2ATask

from mockserver.a2a.parts import parts
from mockserver.a2a.tasks import Task, task_of_run
from mockserver.graphs import states
from mockserver.graphs.checkpoint_ref import CheckpointRef
from mockserver.runs.result import failure
from mockserver.state.world import World

GraphMessage = Mapping[str, Any]
"""A message of a graph."""

ROLES = {"human": Role.user, "ai": Role.agent}


async def task_json(world: World, task: Task, history_length: int | None = None) -> A2ATask:
    graph_messages = await messages(world, task)
    history = [*_history(world, task, graph_messages)]
    return A2ATask(
        id=task.id,
        context_id=task.thread.thread_id,
        status=status(task),
        history=None if history_length == 0 else history[-(history_length or 0) :],
        artifacts=artifacts(task, graph_messages),
    )


async def messages(world: World, task: Task) -> list[GraphMessage]:
    """Return the messages in the latest checkpoint of the task's run."""
    snapshots = await states(world).history(
        task.thread, CheckpointRef(), limit=1, before=None, metadata={"run_id": task.run.run_id}
    )
    decoded = orjson.loads(orjson.dumps(snapshots))
    values = decoded[0]["values"] if decoded else None
    graph_messages = values.get("messages") if isinstance(values, dict) else None
    return (
        [each for each in graph_messages if isinstance(each, dict)]
        if isinstance(graph_messages, list)
        else []
    )


def status(task: Task) -> TaskStatus:
    return TaskStatus(state=task.state, timestamp=task.run.updated_at, message=_why(task))


def artifacts(task: Task, graph_messages: list[GraphMessage]) -> list[Artifact] | None:
    """Return the response or the questions; `None` before that."""
    if task.state is TaskState.completed:
        return [_artifact(task, "Assistant Response", _response(graph_messages))]
    if task.state is TaskState.input_required:
        return [_artifact(task, "Interrupt", _interrupts(task))]
    return None


def role(message: GraphMessage) -> Role | None:
    """Return the sender; `None` for tool results and system messages."""
    return ROLES.get(str(message.get("type", "")).removesuffix("MessageChunk").lower())


def text_part(text: str) -> Part:
    return Part(root=TextPart(text=text))


def _artifact(task: Task, name: str, content: list[Part]) -> Artifact:
    """Return an artifact with the run's id, so that it is stable."""
    return Artifact(artifact_id=task.run.run_id, name=name, parts=content)


def _response(graph_messages: list[GraphMessage]) -> list[Part]:
    """Return the agent's last content after the user's last message."""
    for message in reversed(graph_messages):
        if role(message) is Role.user:
            break
        if role(message) is Role.agent and (content := parts(message.get("content"))):
            return content
    return [text_part("")]


def _interrupts(task: Task) -> list[Part]:
    pending = (each for interrupts in task.thread.interrupts.values() for each in interrupts)
    return [Part(root=DataPart(data=dict(each))) for each in pending]


def _why(task: Task) -> Message | None:
    """Return the error of a failed task."""
    if task.state is not TaskState.failed:
        return None
    reason = failure({"__error__": task.thread.error}) if task.is_latest else None
    return Message(
        message_id=task.run.run_id,
        role=Role.agent,
        parts=[text_part(reason or "The run failed")],
        task_id=task.id,
        context_id=task.thread.thread_id,
    )


def _history(world: World, task: Task, graph_messages: list[GraphMessage]) -> Iterator[Message]:
    """Yield each message with its task id: that of the latest message which started a task."""
    task_ids, current = task_of_run(world, task.thread.thread_id), task.id
    for each in graph_messages:
        current = task_ids.get(str(each.get("id")), current)
        sender, content = role(each), parts(each.get("content"))
        if sender and content:
            yield Message(
                message_id=str(each.get("id")),
                role=sender,
                parts=content,
                task_id=current,
                context_id=task.thread.thread_id,
            )
