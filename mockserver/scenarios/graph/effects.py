"""Execution of single steps: each returns its update of the state."""

import asyncio
from functools import singledispatch
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage, SystemMessage
from langchain_core.messages.tool import ToolCall as WantedCall
from langchain_core.messages.tool import tool_call
from langgraph.config import get_stream_writer
from langgraph.graph.message import REMOVE_ALL_MESSAGES
from langgraph.graph.ui import delete_ui_message, push_ui_message

from mockserver.scenarios.connection_cut import CUT
from mockserver.scenarios.graph.chat_model import Pacing, Reply, ScenarioModel, pieces, split
from mockserver.scenarios.graph.task import Task, Variables
from mockserver.scenarios.scenario import MESSAGES
from mockserver.scenarios.steps import (
    Custom,
    Disconnect,
    Fail,
    HTTPError,
    Message,
    Messages,
    Remove,
    RemoveUI,
    RunError,
    ShowUI,
    Speed,
    Update,
    Usage,
    Wait,
)
from mockserver.scenarios.template_values import rendered, text

Changes = dict[str, Any]
"""Update of the state."""

ROLES = {"human": HumanMessage, "ai": AIMessage, "system": SystemMessage}


@singledispatch
async def execute(step: Any, task: Task) -> Changes:  # noqa: ARG001 - every step has its task
    """Take the step and return the update of the state."""
    raise TypeError(f"{type(step).__name__} is not executed by a node")


@execute.register
async def _(step: Message, task: Task) -> Changes:
    variables = task.variables()
    message_id = text(step.id, variables) if step.id else task.new_id()
    reply = Reply(
        id=message_id,
        reasoning=text(step.reasoning or "", variables),
        pieces=pieces(step, variables),
        blocks=[block.block(variables) for block in step.content],
        calls=[_call(step, number, message_id, variables) for number in range(len(step.tools))],
        chunks=step.chunks if isinstance(step.chunks, str) else "words",
        usage=_usage(step.usage) if step.usage else None,
        name=text(step.name, variables) if step.name else None,
    )
    message = await _streamed(reply, task, step.speed)
    return {**rendered(step.set, variables), MESSAGES: [message]}


async def _streamed(reply: Reply, task: Task, speed: Speed | None = None) -> AnyMessage:
    model = ScenarioModel(reply=reply, pacing=Pacing(speed or task.setting.speed, task.setting.pace))
    message = await model.ainvoke([*task.messages])
    return message.model_copy(update={"name": reply.name})  # merging chunks drops the name


def _call(step: Message, number: int, message_id: str, variables: Variables) -> WantedCall:
    call = step.tools[number]
    call_id = text(call.id, variables) if call.id else f"call_{message_id}_{number}"
    return tool_call(name=call.name, args=rendered(call.args, variables), id=call_id)


def _usage(usage: Usage) -> dict[str, Any]:
    total = usage.input_tokens + usage.output_tokens
    return {**usage.model_dump(exclude_none=True), "total_tokens": total}


@execute.register
async def _(step: Messages, task: Task) -> Changes:
    added: list[AnyMessage] = []
    for n in range(1, step.repeat + 1):
        variables = task.variables(n=n)
        for number, fields in enumerate(step.messages):
            added += [
                ROLES[role](text(content, variables), id=task.new_id(n, number))
                for role, content in fields.items()
            ]
    return {MESSAGES: added}


@execute.register
async def _(step: Custom, task: Task) -> Changes:
    data = rendered(step.custom, task.variables())
    get_stream_writer()({"name": step.name, "payload": data} if step.name else data)
    return {}


@execute.register
async def _(step: ShowUI, task: Task) -> Changes:
    variables = task.variables()
    if isinstance(step.ui, RemoveUI):
        delete_ui_message(text(step.ui.remove, variables))
        return {}
    push_ui_message(
        text(step.ui.name, variables),
        rendered(step.ui.props, variables),
        id=text(step.ui.id, variables) if step.ui.id else task.new_id("ui"),
        message=next((each for each in reversed(task.messages) if isinstance(each, AIMessage)), None),
        merge=step.ui.merge,
    )
    return {}


@execute.register
async def _(step: Update, task: Task) -> Changes:
    changes: Changes = rendered(step.set, task.variables())
    return changes


@execute.register
async def _(step: Remove, task: Task) -> Changes:
    match step.remove:
        case "all":
            return {MESSAGES: [RemoveMessage(id=REMOVE_ALL_MESSAGES)]}
        case "last":
            mine = [message for message in task.messages if isinstance(message, AIMessage)]
            return {MESSAGES: [RemoveMessage(id=str(message.id)) for message in mine[-1:]]}
    return {MESSAGES: [RemoveMessage(id=text(step.remove, task.variables()))]}


@execute.register
async def _(step: Wait, task: Task) -> Changes:  # noqa: ARG001 - every step has its task
    await asyncio.sleep(step.wait)
    return {}


@execute.register
async def _(step: Fail, task: Task) -> Changes:
    error, variables = step.error, task.variables()
    if isinstance(error, HTTPError) or not task.setting.attempts.fails(
        (task.thread_id, task.at), error.times
    ):
        return {}  # the server has sent an error with a status before the run, or the error is used up
    if error.text:
        await _streamed(Reply(task.new_id(), pieces=split(text(error.text, variables), "words")), task)
    raise exception(error, text(error.message, variables))


def exception(error: RunError, message: str) -> Exception:
    """Return an exception whose class has the name: clients see nothing else of it."""
    made: Exception = type(error.type, (Exception,), {})(message)
    return made


@execute.register
async def _(step: Disconnect, task: Task) -> Changes:  # noqa: ARG001 - every step has its task
    if cut := CUT.get():
        cut()
    return {}
