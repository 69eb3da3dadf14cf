"""Parsing of a thread's log: events in LangGraph's own event protocol or of a stream mode."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from mockserver.events.namespaces import Namespace
from mockserver.events.state_values import INTERRUPTS
from mockserver.state.event_log import Event, numbers

NOTHING = object()
"""Data of an event that is not forwarded; `None` is a value that a graph may write."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    event_id: str
    timestamp: int
    method: str
    namespace: Namespace
    data: Any = NOTHING
    interrupts: list[Mapping[str, Any]] = field(default_factory=list)
    """New interrupts."""
    node: str | None = None
    """Node that made the update; `None` for other events."""


def read(event: Event, *, uses_protocol_v2: bool) -> LogEntry:
    """Parse a log entry. `uses_protocol_v2`: its run uses LangGraph's event protocol."""
    data = orjson.loads(event.data)
    if uses_protocol_v2:
        return _of_protocol(event, data)
    method, *segments = event.name.split("|")
    fields = MODES[method](data) if method in MODES else {}
    return LogEntry(event.id or "", when(event), method, tuple(segments), **fields)


def when(event: Event) -> int:
    return numbers(event.id or "0")[0]


def _of_protocol(event: Event, data: Mapping[str, Any]) -> LogEntry:
    """Parse an event of LangGraph's protocol. A transformer's own channel is `custom:` and its name."""
    params, (method, _, name) = data["params"], data["method"].partition(":")
    fields = {"name": name, "payload": params["data"]} if name else params["data"]
    if method == "checkpoints" and "id" not in fields:
        fields = NOTHING  # langgraph's own form of a checkpoint, which protocol v2 does not have
    interrupts = [*params.get("interrupts", ())]
    return LogEntry(
        event.id or "", params["timestamp"], method, tuple(params["namespace"]), fields, interrupts
    )


def _values(data: Any) -> dict[str, Any]:
    interrupts = data.pop(INTERRUPTS, []) if isinstance(data, dict) else []
    return {"data": data or NOTHING, "interrupts": interrupts}


def _updates(data: Any) -> dict[str, Any]:
    """Split an update, which has one node as its key, or interrupts."""
    if not isinstance(data, dict) or len(data) != 1:
        return {"data": {"values": data}}
    ((node, values),) = data.items()
    if node == INTERRUPTS:
        return {"interrupts": values}
    return {"data": values if isinstance(values, dict) else {"value": values}, "node": node}


def _messages(data: Any) -> dict[str, Any]:
    """Drop messages in the older format, chunks with metadata, which protocol v2 does not have."""
    return {"data": data} if isinstance(data, dict) and "event" in data else {}


def _custom(data: Any) -> dict[str, Any]:
    return {"data": {"payload": data}}


def _tasks(data: Any) -> dict[str, Any]:
    return {"data": data}


MODES = {"values": _values, "updates": _updates, "messages": _messages, "custom": _custom, "tasks": _tasks}
"""Parsers of the stream modes that have events in the protocol."""
