"""Human approval before an e-mail is sent, in the schema of langchain's human-in-the-loop middleware."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolCall
from langgraph.types import interrupt

from mockserver.built_in.conversation import Conversation
from mockserver.built_in.tools import calls, result

NEEDS_APPROVAL = "send_email"
ALLOWED = ("approve", "edit", "reject")
APPROVALS = frozenset({"approve", "approved", "accept", "yes", "y", "ok", "true"})


@dataclass(frozen=True, slots=True)
class Decision:
    type: str
    args: Mapping[str, Any]
    """Arguments of the edited call; empty unless `type` is `edit`."""
    message: str
    """Reason for a rejection."""


async def ask_first(state: Conversation) -> Conversation:
    [call, *_] = [call for call in calls(state["messages"]) if call["name"] == NEEDS_APPROVAL]
    decision = decided(interrupt(request(call)))
    if decision.type == "reject":
        return {"messages": [result(call, f"REJECTED: {decision.message}", "error")]}
    args = decision.args if decision.type == "edit" else call["args"]
    sent = result(call, f"SENT[{decision.type}] to={args.get('to')} subject={args.get('subject')}")
    return {"messages": [*edited(state["messages"][-1], call, args), sent]}


def request(call: ToolCall) -> dict[str, Any]:
    return {
        "action_requests": [
            {
                "name": call["name"],
                "args": call["args"],
                "description": "Tool execution requires approval",
            }
        ],
        "review_configs": [{"action_name": call["name"], "allowed_decisions": list(ALLOWED)}],
    }


def edited(message: AnyMessage, call: ToolCall, args: Mapping[str, Any]) -> list[AIMessage]:
    """Return the calling message with the arguments really used, or nothing if they are unchanged."""
    if args == call["args"] or not isinstance(message, AIMessage):
        return []
    changed: list[ToolCall] = [
        {**call, "args": dict(args)} if call["id"] == call["id"] else call for call in message.tool_calls
    ]
    return [message.model_copy(update={"tool_calls": changed})]


def decided(response: Any) -> Decision:
    """Parse an answer: `{"decisions": [...]}`, one decision, a list of them, or just a word."""
    match response:
        case {"decisions": [first, *_]} | [first, *_]:
            return decided(first)
        case {"type": "approve" | "accept"}:
            return Decision("approve", {}, "")
        case {"type": "edit", "edited_action": {"args": dict(args)}} | {
            "type": "edit",
            "args": {"args": dict(args)},
        }:
            return Decision("edit", args, "")
        case {"type": "reject" | "ignore" | "response"}:
            return Decision("reject", {}, str(response.get("message") or response.get("args") or ""))
        case dict():
            raise ValueError(
                f"{response!r} is not a decision; send {{'decisions': [{{'type': {' | '.join(ALLOWED)}}}]}}"
            )
    if str(response).strip().lower() in APPROVALS:
        return Decision("approve", {}, "")
    return Decision("reject", {}, response if isinstance(response, str) else "")
