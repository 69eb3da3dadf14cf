"""The graph `hitl`: interrupts with a question, then repeats the answer."""

import json
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt

from mockserver.built_in.conversation import Conversation, answer


class Asked(Conversation, total=False):
    answer: Any


def ask(state: Asked) -> Asked:  # noqa: ARG001 langgraph requires this name
    return {"answer": interrupt({"question": "Shall I go on?"})}


def tell(state: Asked) -> Conversation:
    return answer(state.get("messages", []), f"You answered {json.dumps(state.get('answer'))}")


graph = (
    StateGraph(Asked)
    .add_node("ask", ask)
    .add_node("tell", tell)
    .add_edge(START, "ask")
    .add_edge("ask", "tell")
    .add_edge("tell", END)
    .compile(name="hitl")
)
