"""Method `message/stream`: the task, partial messages of the agent, artifacts, final status."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import orjson
from a2a.compat.v0_3.types import (
    Message,
    Role,
    TaskArtifactUpdateEvent,
    TaskState,
    TaskStatus,
    TaskStatusUpdateEvent,
)
from pydantic import BaseModel

from mockserver.a2a.agents import agent
from mockserver.a2a.errors import BAD_PARAMS, A2AError
from mockserver.a2a.methods import accepted
from mockserver.a2a.params import SendParams, read
from mockserver.a2a.parts import parts
from mockserver.a2a.request import Request
from mockserver.a2a.send_message import Sent, send
from mockserver.a2a.serialize import artifacts, messages, role, status
from mockserver.a2a.tasks import find
from mockserver.errors import ApiError
from mockserver.state.clock import iso_timestamp
from mockserver.state.event_log import Event
from mockserver.state.world import World

MODES = ["messages", "values"]
MESSAGE_MODES = "messages/partial", "messages/complete"


async def message_stream(
    world: World, owner: str, assistant_id: str, request: Request
) -> AsyncGenerator[Event, None]:
    """Yield events, each of which is a JSON-RPC response."""
    try:
        async for result in _results(world, owner, assistant_id, request):
            yield _event(request.response(result.model_dump(mode="json", exclude_none=True)))
    except A2AError as error:
        yield _event(request.error_response(error))
    except ApiError as error:
        yield _event(request.error_response(A2AError(BAD_PARAMS, error.detail)))


def _event(data: dict[str, Any]) -> Event:
    return Event("message", orjson.dumps(data))


async def _results(world: World, owner: str, assistant_id: str, request: Request) -> AsyncIterator[BaseModel]:
    assistant = agent(world, owner, assistant_id)
    params = read(SendParams, request.params)
    request.must_keep_the_contract()
    sent = await send(world, owner, assistant, params, stream_mode=MODES)
    yield accepted(sent)
    async for message in _message_update(sent):
        yield _update(sent, TaskStatus(state=TaskState.working, message=message, timestamp=_now(world)))
    task = find(world, owner, assistant.assistant_id, sent.task_id)
    for artifact in artifacts(task, await messages(world, task)) or ():
        yield TaskArtifactUpdateEvent(
            task_id=sent.task_id,
            context_id=task.thread.thread_id,
            artifact=artifact,
            append=False,
            last_chunk=True,
        )
    yield _update(sent, status(task), final=True)


def _update(sent: Sent, status: TaskStatus, *, final: bool = False) -> TaskStatusUpdateEvent:
    context_id = sent.started.run.thread_id
    return TaskStatusUpdateEvent(task_id=sent.task_id, context_id=context_id, status=status, final=final)


async def _message_update(sent: Sent) -> AsyncIterator[Message]:
    """Yield the agent's message whenever it has grown."""
    last: Message | None = None
    async for event in sent.started.log.follow(0):
        for message in orjson.loads(event.data) if event.name in MESSAGE_MODES else ():
            content = parts(message.get("content")) if role(message) is Role.agent else []
            now = Message(
                message_id=str(message.get("id")),
                role=Role.agent,
                parts=content,
                task_id=sent.task_id,
                context_id=sent.started.run.thread_id,
            )
            if content and now != last:
                last = now
                yield now


def _now(world: World) -> str:
    return iso_timestamp(world.clock.now())
