"""Sending of a message to an agent: it starts a task or resumes one that requires input."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from a2a.compat.v0_3.types import Message, TaskState

from mockserver.a2a import parts
from mockserver.a2a.errors import BAD_PARAMS, BAD_PARTS, ENDED, A2AError
from mockserver.a2a.params import SendParams
from mockserver.a2a.tasks import ENDED_STATES, TASK_KIND, Task, find, task_id_of
from mockserver.graphs import structures
from mockserver.runs.start import StartedRun, start_assistant
from mockserver.state.assistants import Assistant
from mockserver.state.world import World


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was sent to an agent."""

    task_id: str
    started: StartedRun
    message: Message
    """The message with the ids of its task and context."""


async def send(world: World, owner: str, assistant: Assistant, params: SendParams, **kwargs: Any) -> Sent:
    """Send a message. `kwargs` are further fields of the run request."""
    message = params.message
    task = _continued(world, owner, assistant, message)
    thread_id = task.thread.thread_id if task else _context(world, message)
    body = {
        **await _run_body(world, owner, assistant, message, task),
        TASK_KIND: {"task_id": task.id} if task else {"message_id": message.message_id},
        "context": params.context,
        "if_not_exists": "create",
        **kwargs,
    }
    started = await start_assistant(world, owner, assistant, body, thread_id)
    task_id = task_id_of(started.run)
    placed = message.model_copy(update={"task_id": task_id, "context_id": thread_id})
    return Sent(task_id, started, placed)


def _continued(world: World, owner: str, assistant: Assistant, message: Message) -> Task | None:
    if message.task_id is None:
        return None
    task = find(world, owner, assistant.assistant_id, message.task_id, message.context_id)
    if task.state in ENDED_STATES:
        raise A2AError(
            ENDED,
            f"Task {task.id} has ended: {task.state.value}; leave out taskId to start a new task",
        )
    return task


def _context(world: World, message: Message) -> str:
    if message.context_id is None:
        return world.ids.thread(world.clock.now())
    try:
        return str(UUID(message.context_id))
    except ValueError as error:
        raise A2AError(
            BAD_PARAMS, f"params.message.contextId: {message.context_id!r} is not a valid UUID"
        ) from error


async def _run_body(
    world: World, owner: str, assistant: Assistant, message: Message, task: Task | None
) -> Mapping[str, Any]:
    data = parts.data(message.parts)
    if task and task.state is TaskState.input_required:
        return {"command": {"resume": _resume_value(message, data)}}
    if "resume" in data:
        raise A2AError(
            BAD_PARAMS, "params.message.taskId: resume requires the id of a task in the state input-required"
        )
    graph_message = parts.graph_message(message)
    if graph_message is None:
        return {"input": data}
    await _require_messages_input(world, owner, assistant)
    return {"input": {"messages": [graph_message], **data}}


def _resume_value(message: Message, data: Mapping[str, Any]) -> Any:
    """Return `resume` of the data parts, or else the text, or else the data."""
    text = "\n".join(parts.texts(message.parts))
    response = data.get("resume", text or data)
    if response is None:
        raise A2AError(BAD_PARAMS, "params.message.parts: resume must not be null")
    return response


async def _require_messages_input(world: World, owner: str, assistant: Assistant) -> None:
    properties = (await structures(world, owner).tool_input(assistant)).get("properties")
    if properties is not None and "messages" not in properties:
        raise A2AError(
            BAD_PARTS,
            f"params.message.parts: assistant {assistant.assistant_id} takes no messages; send a data part",
        )
