"""Ids for messages that are written without one.

`add_messages` would generate random ids; ids of the world are reproducible with a seed.
"""

from collections.abc import Callable
from typing import Any

from langgraph.channels import BinaryOperatorAggregate
from langgraph.graph.message import add_messages
from langgraph.types import Command

from mockserver.graphs.load import Graph

NewId = Callable[[], str]


def with_message_ids(graph: Graph, data: Any, new_id: NewId) -> Any:
    """Add message ids to a client's input: values by channel, pairs, a command, or updates of a copy."""
    match data:
        case dict():
            return {key: _identified(graph, key, value, new_id) for key, value in data.items()}
        case tuple((str() as channel, value)):
            return channel, _identified(graph, channel, value, new_id)
        case [dict() as values, *as_node]:
            return [with_message_ids(graph, values, new_id), *as_node]
        case list():
            return [with_message_ids(graph, item, new_id) for item in data]
        case Command():
            update = with_message_ids(graph, data.update, new_id)
            return Command(update=update, goto=data.goto, resume=data.resume)
    return data


def _identified(graph: Graph, channel: str, value: Any, new_id: NewId) -> Any:
    kind = graph.channels.get(channel)
    if not (isinstance(kind, BinaryOperatorAggregate) and kind.operator is add_messages):
        return value
    messages = value if isinstance(value, list) else [value]
    return [_with_id(message, new_id) for message in messages]


def _with_id(message: Any, new_id: NewId) -> Any:
    """Add an id to a message. Other formats are left to langgraph, which rejects them with its own errors."""
    match message:
        case str():
            return {"role": "user", "content": message, "id": new_id()}
        case [str() as role, content]:
            return {"role": role, "content": content, "id": new_id()}
        case dict() if message.get("id") is None:
            return {**message, "id": new_id()}
    return message
