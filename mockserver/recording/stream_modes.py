"""Translation of the stream modes into facts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mockserver.recording.exchanges import Streamed
from mockserver.recording.facts import (
    Custom,
    Fact,
    Failed,
    Interrupted,
    Message,
    Namespace,
    Piece,
    Update,
    Values,
    Whole,
)
from mockserver.recording.messages import message, parts
from mockserver.recording.messages import messages as read_all

INTERRUPTS = "__interrupt__"
MESSAGES = "messages"


class StreamModes:
    """Translator of one run."""

    def __init__(self) -> None:
        self._nodes: dict[str, str] = {}
        """Nodes by message id, of the mode `messages`."""
        self._namespaces: dict[str, Namespace] = {}
        """Namespaces by message id, of the mode `messages`, whose events have none."""
        self._partial: dict[str, Message] = {}
        """Messages so far by their id, of the mode `messages`."""

    def facts(self, event: Streamed, modes: "Mapping[str, Callable[..., Iterator[Fact]]]") -> Iterator[Fact]:
        name, *segments = event.name.split("|")
        if translate := modes.get(name):
            yield from translate(self, tuple(segments), event.at, event.data)

    def values(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        yield from state(namespace, at, data)

    def updates(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        for node, update in data.items() if isinstance(data, Mapping) else ():
            if node == INTERRUPTS:
                yield from interrupts(namespace, at, update)
            else:
                yield updated(namespace, at, node, update)

    def messages(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        match data:
            case [Mapping() as chunk, Mapping() as metadata]:
                node = metadata.get("langgraph_node")
                yield from streamed(namespace, at, chunk, node if isinstance(node, str) else None)

    def metadata(self, _namespace: Namespace, _at: float | None, data: Any) -> Iterator[Fact]:
        for message_id, fields in data.items() if isinstance(data, Mapping) else ():
            match fields:
                case {"metadata": {"langgraph_node": str(node)}}:
                    self._nodes[message_id] = node
            match fields:
                case {"metadata": {"langgraph_checkpoint_ns": str(place)}}:
                    self._namespaces[message_id] = tuple(place.split("|")[:-1])  # the last part is the node
        yield from ()

    def partial(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        """Yield what a message has more than before: this mode repeats the whole message."""
        for given in data if isinstance(data, list) else ():
            whole = message(given)
            if whole is None or whole.id is None or whole.type != "ai":
                continue
            before = self._partial.get(whole.id, Message("ai"))
            self._partial[whole.id] = whole
            place = self._namespaces.get(whole.id, namespace)
            yield from grown(place, at, before, whole, self._nodes.get(whole.id))

    def complete(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        for whole in read_all(data):
            message_id = whole.id or ""
            place = self._namespaces.get(message_id, namespace)
            yield Whole(place, at, whole, self._nodes.get(message_id))

    def custom(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        yield Custom(namespace, at, data)

    def error(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        fields = data if isinstance(data, Mapping) else {"message": data}
        yield Failed(namespace, at, str(fields.get("error") or ""), str(fields.get("message") or ""))

    def tasks(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        match data:
            case {"type": "task_result", "payload": payload}:
                yield from self.tasks(namespace, at, payload)
            case {"type": "checkpoint", "payload": {"values": given}} | {"values": given, "metadata": _}:
                yield from state(namespace, at, given)
            case {"name": str(node), "result": result}:
                update = dict(result) if _is_pairs(result) else result
                if not data.get("interrupts"):
                    yield updated(namespace, at, node, update)
                yield from interrupts(namespace, at, data.get("interrupts"))

    def events(self, namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
        match data:
            case {"event": "on_chat_model_stream", "data": {"chunk": Mapping() as chunk}}:
                node = (data.get("metadata") or {}).get("langgraph_node")
                yield from streamed(namespace, at, chunk, node)
            case {"event": "on_custom_event", "data": custom}:
                yield Custom(namespace, at, custom)


USUAL_MODES: Mapping[str, Callable[..., Iterator[Fact]]] = {
    "values": StreamModes.values,
    "updates": StreamModes.updates,
    "messages": StreamModes.messages,
    "messages/metadata": StreamModes.metadata,
    "messages/partial": StreamModes.partial,
    "messages/complete": StreamModes.complete,
    "custom": StreamModes.custom,
    "error": StreamModes.error,
}

DETAIL_MODES: Mapping[str, Callable[..., Iterator[Fact]]] = {
    "error": StreamModes.error,
    "tasks": StreamModes.tasks,
    "checkpoints": StreamModes.tasks,
    "debug": StreamModes.tasks,
    "events": StreamModes.events,
}
"""Modes that are read if a run has none of the usual ones."""


def streamed(
    namespace: Namespace, at: float | None, chunk: Mapping[str, Any], node: str | None
) -> Iterator[Fact]:
    """Yield the pieces of a chunk, or the message if it is a whole one."""
    if not str(chunk.get("type")).endswith("Chunk"):
        if whole := message(chunk):
            yield Whole(namespace, at, whole, node)
        return
    message_id, name = chunk.get("id"), chunk.get("name")
    if not isinstance(message_id, str):
        return
    common: dict[str, Any] = {
        "namespace": namespace,
        "at": at,
        "message_id": message_id,
        "node": node,
        "name": name if isinstance(name, str) else None,
    }
    calls = [each for each in chunk.get("tool_call_chunks") or () if isinstance(each, Mapping)]
    usage = chunk.get("usage_metadata")
    for kind, part in parts(chunk.get("content")):
        if kind != "call" and (part or not calls):
            yield Piece(**common, **{kind: part})
    for call in calls:
        index = call.get("index")
        yield Piece(
            **common,
            call=index if isinstance(index, int) else 0,
            call_id=call.get("id"),
            call_name=call.get("name"),
            args=call.get("args"),
        )
    if isinstance(usage, Mapping):
        yield Piece(**common, usage=usage)


def grown(
    namespace: Namespace, at: float | None, before: Message, whole: Message, node: str | None
) -> Iterator[Fact]:
    """Yield the pieces that a message has in addition to an earlier state of it."""
    common: dict[str, Any] = {
        "namespace": namespace,
        "at": at,
        "message_id": whole.id,
        "node": node,
        "name": whole.name,
    }
    text = whole.text.removeprefix(before.text)
    yield Piece(
        **common,
        text=text or None,
        reasoning=whole.reasoning.removeprefix(before.reasoning) or None,
        usage=whole.usage,
    )
    for block in whole.blocks[len(before.blocks) :]:
        yield Piece(**common, block=block)
    for index, call in enumerate(whole.calls):
        if call not in before.calls[index : index + 1]:
            yield Piece(
                **common, call=index, call_id=call["id"], call_name=call["name"], whole_args=call["args"]
            )


def state(namespace: Namespace, at: float | None, data: Any) -> Iterator[Fact]:
    if isinstance(data, Mapping):
        rest = {key: value for key, value in data.items() if key not in {MESSAGES, INTERRUPTS}}
        yield from interrupts(namespace, at, data.get(INTERRUPTS))
        yield Values(namespace, at, read_all(data.get(MESSAGES)), rest)


def updated(namespace: Namespace, at: float | None, node: str, update: Any) -> Update:
    """Return an update. A node that writes several times has a list of them."""
    merged: dict[str, Any] = {}
    found: list[Message] = []
    for each in update if isinstance(update, list) else [update]:
        if isinstance(each, Mapping):
            found += read_all(each.get(MESSAGES))
            merged |= {key: value for key, value in each.items() if key != MESSAGES}
    return Update(namespace, at, node, found, merged)


def interrupts(namespace: Namespace, at: float | None, given: Any) -> Iterator[Fact]:
    for each in given if isinstance(given, list) else ():
        if isinstance(each, Mapping) and "value" in each:
            yield Interrupted(
                namespace, at, str(each.get("id") or each.get("interrupt_id") or ""), each["value"]
            )


def _is_pairs(result: Any) -> bool:
    return isinstance(result, list) and all(isinstance(each, list) and len(each) == 2 for each in result)  # noqa: PLR2004
