"""Decisions on tool calls: an interrupt in the format of LangChain's middleware, and its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, ToolCall, ToolMessage
from langgraph.types import interrupt

from mockserver.scenarios.graph.effects import Changes
from mockserver.scenarios.graph.program import Review
from mockserver.scenarios.graph.task import Task
from mockserver.scenarios.scenario import MESSAGES
from mockserver.scenarios.steps import approval_value
from mockserver.scenarios.template_values import text

DESCRIPTION = "Tool execution requires approval"
APPROVALS = frozenset({"approve", "approved", "accept", "yes", "y", "ok", "true"})


@dataclass(frozen=True, slots=True)
class Decision:
    type: str
    args: Mapping[str, Any]
    """Arguments of the edited call; empty unless `type` is `edit`."""
    message: str = ""
    """Reason for a rejection."""


def review(step: Review, task: Task) -> Changes:
    """Interrupt for decisions on the calls that need one; change edited calls and reply to rejected ones."""
    message = last_message(task)
    pairs = [
        (call, there) for call, there in zip(step.calls, message.tool_calls, strict=False) if call.decisions
    ]
    variables = task.variables()
    actions = [
        (there["name"], there["args"], text(call.description or DESCRIPTION, variables), call.decisions)
        for call, there in pairs
    ]
    taken = decisions(interrupt(approval_value(actions)), len(pairs))
    edited = {
        there["id"]: {**each.args}
        for (_, there), each in zip(pairs, taken, strict=True)
        if each.type == "edit"
    }
    rejected = [
        ToolMessage(
            each.message or f"User rejected the tool call for `{there['name']}` with id {there['id']}",
            name=there["name"],
            tool_call_id=there["id"],
            id=f"result_{there['id']}",
            status="error",
        )
        for (_, there), each in zip(pairs, taken, strict=True)
        if each.type == "reject"
    ]
    changed = [{**call, "args": edited.get(call["id"], call["args"])} for call in message.tool_calls]
    return {MESSAGES: [*([message.model_copy(update={"tool_calls": changed})] if edited else []), *rejected]}


def last_message(task: Task) -> AIMessage:
    """Return the last message of the model, which has the calls."""
    return next(each for each in reversed(task.messages) if isinstance(each, AIMessage))


def pending(task_messages: Sequence[Any]) -> list[tuple[int, ToolCall]]:
    """Return the calls of the model's last message without a result, with their numbers."""
    answered_ids = {each.tool_call_id for each in task_messages if isinstance(each, ToolMessage)}
    message = next((each for each in reversed(task_messages) if isinstance(each, AIMessage)), None)
    calls = enumerate(message.tool_calls) if message else ()
    return [(number, call) for number, call in calls if call["id"] not in answered_ids]


def decisions(answer: Any, count: int) -> list[Decision]:
    """Parse an answer. One that is not a list counts for all actions.

    Raises:
        ValueError: it is not a decision, or has another number of decisions.

    """
    given = answer.get("decisions", answer) if isinstance(answer, dict) else answer
    if not isinstance(given, list):
        return [decision(given)] * count
    if len(given) != count:
        raise ValueError(f"{len(given)} decisions for {count} actions: send one decision for each action")
    return [decision(each) for each in given]


def decision(given: Any) -> Decision:
    match given:
        case {"type": "approve" | "accept"}:
            return Decision("approve", {})
        case {"type": "edit", "edited_action": {"args": dict(args)}} | {
            "type": "edit",
            "args": {"args": dict(args)},
        }:
            return Decision("edit", args)
        case {"type": "reject" | "ignore" | "response"}:
            return Decision("reject", {}, str(given.get("message") or given.get("args") or ""))
        case dict():
            raise ValueError(f"{given!r} is not a decision; send {{'decisions': [{{'type': 'approve'}}]}}")
    if str(given).strip().lower() in APPROVALS:
        return Decision("approve", {})
    return Decision("reject", {}, given if isinstance(given, str) else "")
