"""Values in protocol form: messages reduced to documented fields, interrupts removed."""

from collections.abc import Iterator, Mapping
from typing import Any

INTERRUPTS = "__interrupt__"
TYPES = frozenset({"human", "user", "ai", "assistant", "system", "tool", "function", "remove"})
NAMES = {"user": "human", "assistant": "ai"}
"""Message types whose names differ in the protocol."""
BLOCKS = frozenset(
    {
        "text",
        "reasoning",
        "tool_call",
        "tool_call_chunk",
        "invalid_tool_call",
        "server_tool_call",
        "server_tool_call_chunk",
        "server_tool_call_result",
        "image",
        "audio",
        "video",
        "file",
        "non_standard",
    }
)
"""Types of content blocks in the protocol."""


def protocol_form(value: Any) -> Any:
    if isinstance(value, list):
        return [message(item) if _is_message(item) else protocol_form(item) for item in value]
    if isinstance(value, dict):
        return {key: protocol_form(inner) for key, inner in value.items() if key != INTERRUPTS}
    return value


def message(values: Mapping[str, Any]) -> dict[str, Any]:
    kind = NAMES.get(values["type"], values["type"])
    result: dict[str, Any] = {"type": kind, "content": _content(values.get("content", ""))}
    result |= {key: values[key] for key in ("id", "name") if isinstance(values.get(key), str)}
    if values.get("response_metadata"):
        result["response_metadata"] = values["response_metadata"]
    if kind == "tool":
        result |= _tool_result(values)
    if kind == "ai":
        result |= _calls(values)
    return result


def _is_message(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("type"), str) and item["type"] in TYPES


def _tool_result(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that only tool messages have."""
    return {key: values[key] for key in ("tool_call_id", "status", "artifact") if key in values}


def _calls(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that only messages of a model have."""
    result = {}
    if calls := values.get("tool_calls"):
        result["tool_calls"] = [_call("tool_call", request, "name", "args", "id") for request in calls]
    if broken := values.get("invalid_tool_calls"):
        result["invalid_tool_calls"] = [
            _call("invalid_tool_call", request, "name", "args", "id", "error") for request in broken
        ]
    return result


def _call(kind: str, request: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {"type": kind, **{key: request[key] for key in keys if request.get(key) is not None}}


def _content(content: Any) -> Any:
    return [*_blocks(content)] if isinstance(content, list) else content


def _blocks(content: list[Any]) -> Iterator[Any]:
    for block in content:
        if isinstance(block, str):
            yield {"type": "text", "text": block}
        elif isinstance(block, dict):
            yield _block(block)


def _block(block: dict[str, Any]) -> dict[str, Any]:
    if block.get("type") in BLOCKS:
        return block
    if block.get("type") == "image_url":
        image = block.get("image_url")
        url = image.get("url") if isinstance(image, dict) else image
        return {"type": "image", "url": url}
    return {"type": "non_standard", "value": block}
