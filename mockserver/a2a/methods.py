"""Methods with a single response: `message/send`, `tasks/get`, `tasks/cancel`."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from a2a.compat.v0_3.types import Task as A2ATask
from a2a.compat.v0_3.types import TaskState, TaskStatus

from mockserver.a2a.agents import agent
from mockserver.a2a.errors import BAD_PARAMS, NOT_CANCELABLE, A2AError
from mockserver.a2a.params import CancelParams, GetParams, SendParams, read
from mockserver.a2a.request import Request
from mockserver.a2a.send_message import Sent, send
from mockserver.a2a.serialize import task_json
from mockserver.a2a.tasks import ENDED_STATES, Task, find
from mockserver.errors import ApiError
from mockserver.graphs import states
from mockserver.graphs.checkpoint_ref import CheckpointRef
from mockserver.runs.cancel import stop
from mockserver.state.assistants import Assistant
from mockserver.state.world import World

Method = Callable[[World, str, Assistant, Mapping[str, Any]], Awaitable[A2ATask]]


async def response_to(world: World, owner: str, assistant_id: str, request: Request) -> dict[str, Any]:
    try:
        task = await _result(world, owner, assistant_id, request)
    except A2AError as error:
        return request.error_response(error)
    except ApiError as error:
        return request.error_response(A2AError(BAD_PARAMS, error.detail))
    return request.response(task.model_dump(mode="json", exclude_none=True))


async def _result(world: World, owner: str, assistant_id: str, request: Request) -> A2ATask:
    assistant = agent(world, owner, assistant_id)
    return await METHODS[request.method](world, owner, assistant, request)


async def _send(world: World, owner: str, assistant: Assistant, request: Request) -> A2ATask:
    params = read(SendParams, request.params)
    request.must_keep_the_contract()
    sent = await send(world, owner, assistant, params)
    if not params.waits:
        return accepted(sent)
    await sent.started.log.wait()
    task = find(world, owner, assistant.assistant_id, sent.task_id)
    return await task_json(world, task, params.history_length)


async def _get(world: World, owner: str, assistant: Assistant, request: Request) -> A2ATask:
    params = read(GetParams, request.params)
    request.must_keep_the_contract()
    task = find(world, owner, assistant.assistant_id, params.id, params.context_id)
    return await task_json(world, task, params.history_length)


async def _cancel(world: World, owner: str, assistant: Assistant, request: Request) -> A2ATask:
    params = read(CancelParams, request.params)
    request.must_keep_the_contract()
    task = find(world, owner, assistant.assistant_id, params.id, params.context_id)
    await _stop(world, task)
    stopped = find(world, owner, assistant.assistant_id, params.id, params.context_id)
    if task.state in ENDED_STATES or stopped.state is not TaskState.canceled:
        raise A2AError(NOT_CANCELABLE, f"Task {task.id} can't be canceled in the state {stopped.state.value}")
    return await task_json(world, stopped)


METHODS = MappingProxyType({"message/send": _send, "tasks/get": _get, "tasks/cancel": _cancel})


async def _stop(world: World, task: Task) -> None:
    """Stop the task; one that requires input ends as interrupted."""
    if task.state is TaskState.input_required:
        world.runs.update(task.run, status="interrupted")
        await states(world).update(task.thread, CheckpointRef(), None, "__end__")
    elif log := world.logs.of(task.run.run_id):
        await stop(world, task.run, "interrupt")
        await log.wait()


def accepted(sent: Sent) -> A2ATask:
    """Return a task in its initial state."""
    run = sent.started.run
    return A2ATask(
        id=sent.task_id,
        context_id=run.thread_id,
        status=TaskStatus(state=TaskState.submitted, timestamp=run.updated_at),
        history=[sent.message],
    )
