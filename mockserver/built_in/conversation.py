"""State shared by the graphs, and helpers to read it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import NAMESPACE_OID, uuid5

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.graph.message import add_messages
from typing_extensions import TypedDict  # before Python 3.12, pydantic supports only this one


class Conversation(TypedDict, total=False):
    messages: Annotated[list[AnyMessage], add_messages]


def turn(messages: Sequence[AnyMessage]) -> int:
    return sum(isinstance(message, HumanMessage) for message in messages)


def last_human_text(messages: Sequence[AnyMessage]) -> str:
    """Return the text of the last human message."""
    human = (message for message in reversed(messages) if isinstance(message, HumanMessage))
    return next((str(message.text) for message in human), "")


def reply_id(messages: Sequence[AnyMessage], call: int = 0) -> str:
    """Return the next message's id. langchain's would be random, and not reproducible with a seed."""
    return str(uuid5(NAMESPACE_OID, "/".join([*(message.id or "" for message in messages), str(call)])))


def reply(messages: Sequence[AnyMessage], text: str) -> Conversation:
    """Return a reply without a model, in one piece."""
    return {"messages": [AIMessage(text, id=reply_id(messages))]}
