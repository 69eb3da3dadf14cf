"""The graph `hitl`: interrupts with a question, then repeats the answer."""

import json
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt

from mockserver.built_in.conversation import Conversation, reply


class HitlState(Conversation, total=False):
    answer: Any


def interrupt_node(state: HitlState) -> HitlState:  # noqa: ARG001 langgraph requires this name
    return {"answer": interrupt({"question": "Shall I go on?"})}


def reply_node(state: HitlState) -> Conversation:
    return reply(state.get("messages", []), f"You answered {json.dumps(state.get('answer'))}")


graph = (
    StateGraph(HitlState)
    .add_node("ask", interrupt_node)
    .add_node("tell", reply_node)
    .add_edge(START, "ask")
    .add_edge("ask", "tell")
    .add_edge("tell", END)
    .compile(name="hitl")
)
