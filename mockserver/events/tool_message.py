"""Output of tools as messages, for clients that subscribe to messages."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson


def tool_message(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the events of a tool's message from its `tools` event, if the tool has finished."""
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
