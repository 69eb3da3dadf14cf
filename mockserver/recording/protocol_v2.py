"""Translation of the events of protocol v2 into facts."""

from collections.abc import Iterator, Mapping
from typing import Any

from mockserver.recording.facts import Custom, Fact, Failed, Interrupted, Named, Namespace, Piece, Whole
from mockserver.recording.messages import message, parts
from mockserver.recording.stream_modes import state, updated

DELTAS = {"text-delta": "text", "reasoning-delta": "reasoning"}
"""Keys of the text in deltas, by the type of the delta."""


class ProtocolV2:
    """Translator of the events of one thread."""

    def __init__(self) -> None:
        self._open: dict[Namespace, str] = {}
        """Ids of the messages that are streamed, by namespace."""
        self._calls: dict[tuple[Namespace, int], int] = {}
        """Indexes of tool calls by the index of their block."""

    def facts(self, event: Mapping[str, Any], at: float | None) -> Iterator[Fact]:
        params = event.get("params")
        if not isinstance(params, Mapping):
            return
        given = params.get("namespace")
        namespace = tuple(map(str, given)) if isinstance(given, list) else ()
        data, node = params.get("data"), params.get("node")
        fields: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        method, _, channel = str(event.get("method")).partition(":")
        match method:
            case "values":
                yield from state(namespace, at, data)
            case "updates" if isinstance(node, str):
                yield updated(namespace, at, node, fields)
            case "messages":
                yield from self._message(namespace, at, fields, node if isinstance(node, str) else None)
            case "custom":
                yield Custom(namespace, at, _custom(channel, data))
            case "tools":
                yield from self._tool(namespace, at, fields)
            case "input.requested":
                yield Interrupted(namespace, at, str(fields.get("interrupt_id")), fields.get("payload"))
            case "lifecycle":
                yield from self._lifecycle(namespace, at, fields)

    def _message(
        self, namespace: Namespace, at: float | None, data: Mapping[str, Any], node: str | None
    ) -> Iterator[Fact]:
        event = data.get("event")
        if event == "message-start":
            self._open.pop(namespace, None)
            self._calls = {key: index for key, index in self._calls.items() if key[0] != namespace}
            if data.get("role") in {"ai", "assistant"} and isinstance(data.get("id"), str):
                self._open[namespace] = data["id"]
        if (message_id := self._open.get(namespace)) is None:
            return
        common: dict[str, Any] = {"namespace": namespace, "at": at, "message_id": message_id, "node": node}
        yield Piece(**common)
        yield from self._content(namespace, data, common)

    def _content(
        self, namespace: Namespace, data: Mapping[str, Any], common: Mapping[str, Any]
    ) -> Iterator[Fact]:
        block = data.get("index")
        place = (namespace, block if isinstance(block, int) else 0)
        match data:
            case {"event": "content-block-start", "content": {"type": "tool_call_chunk"} as call}:
                index = sum(key[0] == namespace for key in self._calls)
                self._calls[place] = index
                yield Piece(
                    **common,
                    call=index,
                    call_id=call.get("id"),
                    call_name=call.get("name"),
                    args=call.get("args"),
                )
            case {"event": "content-block-start", "content": Mapping() as content}:
                for kind, part in parts([content]):
                    if part and kind != "call":
                        yield Piece(**common, **{kind: part})
            case {"event": "content-block-delta", "delta": {"type": "tool-call-delta", "args": str(args)}}:
                yield Piece(**common, call=self._calls.get(place, 0), args=args)
            case {"event": "content-block-delta", "delta": {"type": str(kind)} as delta}:
                key = DELTAS.get(kind)
                if key and isinstance(delta.get(key), str):
                    yield Piece(**common, **{key: delta[key]})
            case {"event": "message-finish", "usage": Mapping() as usage}:
                yield Piece(**common, usage=usage)

    def _tool(self, namespace: Namespace, at: float | None, data: Mapping[str, Any]) -> Iterator[Fact]:
        output, call_id = data.get("output"), data.get("tool_call_id")
        match data.get("event"):
            case "tool-finished" if isinstance(output, Mapping):
                if found := message({"type": "tool", "tool_call_id": call_id, **output}):
                    yield Whole(namespace, at, found, "tools")
            case "tool-error":
                content = data.get("message") or data.get("error")
                given = {"type": "tool", "tool_call_id": call_id, "content": content, "status": "error"}
                if found := message(given):
                    yield Whole(namespace, at, found, "tools")

    def _lifecycle(self, namespace: Namespace, at: float | None, data: Mapping[str, Any]) -> Iterator[Fact]:
        match data:
            case {"event": "started", "graph_name": str(name)} if namespace:
                cause = data.get("cause")
                call_id = cause.get("tool_call_id") if isinstance(cause, Mapping) else None
                yield Named(namespace, at, name, call_id)
            case {"event": "failed"} if not namespace:
                yield Failed(namespace, at, "", str(data.get("error") or ""))


def _custom(channel: str, data: Any) -> Any:
    """Return the data that the graph has written. With a name, it is `{name, payload}`."""
    if channel:
        return {"name": channel, "payload": data}
    if isinstance(data, Mapping) and "payload" in data and data.keys() <= {"name", "payload"}:
        return dict(data) if "name" in data else data["payload"]
    return data
