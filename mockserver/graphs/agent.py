"""The graph `agent`: a conversation that answers each message, always in the same way.

Any server that hosts LangGraph graphs can serve this module as it is: `graph` is the compiled graph.
"""

from typing import Annotated, TypedDict
from uuid import NAMESPACE_OID, uuid5

from langchain_core.messages import AIMessage, AnyMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages


class Conversation(TypedDict, total=False):
    messages: Annotated[list[AnyMessage], add_messages]


def answer(state: Conversation) -> Conversation:
    messages = state.get("messages", [])
    said = messages[-1].text if messages else ""
    # an id of its own making: the library would draw a random one, and the answer repeat with no seed
    answer_id = str(uuid5(NAMESPACE_OID, "/".join(message.id or "" for message in messages)))
    return {"messages": [AIMessage(content=f"You said: {said}", id=answer_id)]}


graph = (
    StateGraph(Conversation)
    .add_node("agent", answer)
    .add_edge(START, "agent")
    .add_edge("agent", END)
    .compile(name="agent")
)
