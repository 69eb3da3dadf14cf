"""Conversion of clients' commands and state updates to langgraph's types."""

from collections.abc import Mapping, Sequence
from typing import Any

from langgraph.types import Command, Send, StateUpdate

from mockserver.graphs.load import Graph
from mockserver.graphs.message_ids import NewId, with_message_ids


def state_updates(
    graph: Graph, supersteps: Sequence[Mapping[str, Any]], new_id: NewId
) -> list[list[StateUpdate]]:
    return [
        [
            StateUpdate(with_message_ids(graph, _value(update), new_id), update.get("as_node"))
            for update in superstep["updates"]
        ]
        for superstep in supersteps
    ]


def _value(update: Mapping[str, Any]) -> Any:
    body = update.get("command")
    return command(body) if body else update.get("values")


def command(body: Mapping[str, Any]) -> Command[Any]:
    goto = body.get("goto") or []
    targets = goto if isinstance(goto, list) else [goto]
    return Command(
        update=_pairs(body.get("update")),
        resume=body.get("resume"),
        goto=[target if isinstance(target, str) else _send(target) for target in targets],
    )


def _send(target: Mapping[str, Any]) -> Send:
    return Send(target["node"], target["input"])


def _pairs(update: Any) -> Any:
    """Convert pairs of channel and value, which are lists in JSON, to tuples."""
    if isinstance(update, list):
        return [tuple(pair) if isinstance(pair, list) else pair for pair in update]
    return update
