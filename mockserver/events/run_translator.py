"""Translation of one run's log entries into protocol events."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import orjson

from mockserver.events.log_entry import NOTHING, LogEntry, read, when
from mockserver.events.namespaces import Namespace, Namespaces
from mockserver.events.protocol_event import ProtocolEvent
from mockserver.events.state_values import protocol_form
from mockserver.state.event_log import Event
from mockserver.state.runs import Run

ENDS = MappingProxyType(
    {"success": "completed", "error": "failed", "timeout": "failed", "interrupted": "interrupted"}
)
"""Lifecycle event at the end of a run, by the run's status."""
STATES = frozenset({"values", "updates"})


class RunTranslator:
    def __init__(self, run: Run, graph_name: str) -> None:
        self._id = run.run_id
        self._uses_protocol_v2 = run.uses_protocol_v2
        self._graph_name = graph_name
        self._namespaces = Namespaces(graph_name)
        self._emitted: set[str] = set()
        """Ids of interrupts and subgraph starts that were already emitted."""
        self._ended = False

    @property
    def tree(self) -> dict[str, Any]:
        """Return the run's graphs with their statuses."""
        return self._namespaces.tree()

    def start(self, event: Event) -> Iterator[ProtocolEvent]:
        yield self._lifecycle((), {"event": "running", "graph_name": self._graph_name}, when(event))

    def end(self, event: Event, status: str) -> Iterator[ProtocolEvent]:
        """Yield the end of the run, unless an interrupt or an error has already ended it."""
        if not self._ended and status in ENDS:
            self._ended = True
            for part in self._namespaces.open():
                yield from self._change_status(part.namespace, "completed", when(event))
            yield from self._change_status((), ENDS[status], when(event))

    def translate(self, event: Event) -> Iterator[ProtocolEvent]:
        if event.name == "error":
            self._ended = True
            yield from self._change_status(
                (), "failed", when(event), error=orjson.loads(event.data)["message"]
            )
            return
        source = read(event, uses_protocol_v2=self._uses_protocol_v2)
        if source.method == "lifecycle":
            yield from _identified(source, self._subgraph(source))
            return
        self._namespaces.enter(source.namespace)
        yield from self._new_interrupts(source)
        yield from _identified(source, self._forward(source))
        if source.node and (part := self._namespaces.open_child(source.namespace, source.node)):
            yield from self._change_status(part.namespace, "completed", source.timestamp)

    def _forward(self, source: LogEntry) -> Iterator[ProtocolEvent]:
        if source.data is NOTHING:
            return
        data = protocol_form(source.data) if source.method in STATES else source.data
        yield ProtocolEvent(source.method, source.namespace, data, source.timestamp, "", source.node)
        if source.method == "tools":
            inside = (*source.namespace, f"tools:{data['tool_call_id']}")
            for part in tool_message(data):
                yield ProtocolEvent("messages", inside, part, source.timestamp, "")

    def _new_interrupts(self, source: LogEntry) -> Iterator[ProtocolEvent]:
        """Yield new interrupts. For clients, the first one ends the run."""
        new = [interrupt for interrupt in source.interrupts if interrupt["id"] not in self._emitted]
        for interrupt in new:
            self._emitted.add(interrupt["id"])
            data = {"interrupt_id": interrupt["id"], "payload": interrupt["value"]}
            event_id = self._event_id("input", source.namespace, interrupt["id"])
            yield ProtocolEvent("input.requested", source.namespace, data, source.timestamp, event_id)
        if new:
            self._ended = True
            yield from self._change_status((), "interrupted", source.timestamp)

    def _subgraph(self, source: LogEntry) -> Iterator[ProtocolEvent]:
        """Yield a subgraph's lifecycle event. LangGraph emits it at the run; `data` has the namespace."""
        data: Mapping[str, Any] = source.data
        namespace = tuple(data.get("namespace") or source.namespace)
        if not namespace:
            return
        if data["event"] != "started":
            details = {key: data[key] for key in ("error", "cause") if key in data}
            yield from self._change_status(
                namespace, data["event"], source.timestamp, data.get("graph_name"), **details
            )
        elif (event_id := self._event_id("lc", namespace, "started")) not in self._emitted:
            self._emitted.add(event_id)
            self._namespaces.put(namespace, "started", data.get("graph_name"))
            yield ProtocolEvent("lifecycle", namespace, data, source.timestamp, "")

    def _change_status(
        self, namespace: Namespace, status: str, timestamp: int, graph_name: str | None = None, **kwargs: Any
    ) -> Iterator[ProtocolEvent]:
        """Change the status of a namespace; yield no event if it is unchanged."""
        before = self._namespaces.part(namespace)
        part = self._namespaces.put(namespace, status, graph_name)
        if part != before or kwargs:
            data = {"event": status, "graph_name": part.graph_name, **kwargs}
            yield self._lifecycle(namespace, data, timestamp)

    def _lifecycle(self, namespace: Namespace, data: Mapping[str, Any], timestamp: int) -> ProtocolEvent:
        return ProtocolEvent(
            "lifecycle", namespace, data, timestamp, self._event_id("lc", namespace, data["event"])
        )

    def _event_id(self, *parts: str | Namespace) -> str:
        """Return an id for an event without a log entry."""
        texts = ("\ufffd".join(part) if isinstance(part, tuple) else part for part in parts)
        return f"synth:{self._id}:{'|'.join(texts)}"


def _identified(source: LogEntry, events: Iterable[ProtocolEvent]) -> Iterator[ProtocolEvent]:
    """Give events without an id the id of their log entry, numbered if there are several."""
    count = 0
    for event in events:
        if event.event_id:
            yield event
        else:
            event_id = f"{source.event_id}.{count}" if count else source.event_id
            count += 1
            yield replace(event, event_id=event_id)


def tool_message(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the output of a finished tool as a message, for clients that subscribe to messages."""
    output = data.get("output")
    if data.get("event") != "tool-finished" or not isinstance(output, dict):
        return
    text = {"type": "text", "text": _text(output.get("content"))}
    call_id = data["tool_call_id"]
    message_id = output.get("id") or f"tool-{call_id}"
    yield {"event": "message-start", "role": "tool", "id": message_id, "tool_call_id": call_id}
    yield {"event": "content-block-start", "index": 0, "content": {"type": "text", "text": ""}}
    yield {"event": "content-block-delta", "index": 0, "content": text}
    yield {"event": "content-block-finish", "index": 0, "content": text}
    yield {"event": "message-finish", "metadata": {}}


def _text(content: Any) -> str:
    if content is None:
        return ""
    return content if isinstance(content, str) else orjson.dumps(content).decode()
