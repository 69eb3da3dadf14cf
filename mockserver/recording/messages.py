"""Messages in the forms of LangChain and of protocol v2."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockserver.recording.facts import Message

TYPES = {"user": "human", "assistant": "ai", "developer": "system"}
CALL_BLOCKS = frozenset({"tool_use", "tool_call", "tool_call_chunk", "input_json_delta", "invalid_tool_call"})
REASONING = {"reasoning": "reasoning", "thinking": "thinking"}
"""Keys of the text in blocks of reasoning, by the type of the block."""


def messages(given: Any) -> list[Message]:
    """Return the messages of an input, an update or a state: a list or a single one."""
    listed = given if isinstance(given, list) else [] if given is None else [given]
    return [found for each in listed if (found := message(each))]


def message(given: Any) -> Message | None:
    """Return a message; `None` if the value is not one."""
    match given:
        case str():
            return Message("human", text=given)
        case [str(role), content]:
            given = {"type": role, "content": content}
        case {"lc": _, "kwargs": dict(inside), "id": [*_, str(name)]}:
            given = {"type": name.removesuffix("Message").lower(), **inside}
    if not isinstance(given, Mapping):
        return None
    kind = str(given.get("type") or given.get("role") or "").removesuffix("MessageChunk")
    kind = TYPES.get(kind.lower(), kind.lower())
    text, reasoning, blocks, in_blocks = _content(given.get("content"))
    kwargs = _fields(given.get("additional_kwargs"))
    calls = given.get("tool_calls") if isinstance(given.get("tool_calls"), list) else []
    return Message(
        kind,
        _text(given.get("id")),
        _text(given.get("name")),
        text,
        reasoning or _text(kwargs.get("reasoning_content")) or "",
        blocks,
        [*map(_call, filter(_is_call, calls or in_blocks))],
        _fields(given.get("usage_metadata")) or _fields(given.get("usage")) or None,
        _text(given.get("tool_call_id")),
        given.get("status") == "error",
    )


def parts(content: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a content in order: `text`, `reasoning`, `call` or `block`, and the part."""
    if isinstance(content, str):
        yield "text", content
    for block in content if isinstance(content, list) else ():
        kind = block.get("type") if isinstance(block, Mapping) else None
        if isinstance(block, str):
            yield "text", block
        elif kind in CALL_BLOCKS:
            yield "call", block
        elif kind in REASONING and isinstance(block.get(REASONING[kind]), str):
            yield "reasoning", block[REASONING[kind]]
        elif kind == "text" and not block.get("annotations"):
            yield "text", str(block.get("text") or "")
        elif kind:
            yield "block", {key: value for key, value in block.items() if key != "index"}


def _content(content: Any) -> tuple[str, str, list[Any], list[Any]]:
    """Return text, reasoning, blocks and calls. Text after a block is a block, so that the order is kept."""
    text, reasoning = "", ""
    blocks: list[Any] = []
    calls: list[Any] = []
    for kind, part in parts(content):
        if kind == "text" and blocks:
            blocks.append({"type": "text", "text": part})
        elif kind == "text":
            text += part
        elif kind == "reasoning":
            reasoning += part
        elif kind == "call":
            calls.append(part)
        else:
            blocks.append(part)
    return text, reasoning, blocks, calls


def _is_call(call: Any) -> bool:
    return isinstance(call, Mapping) and isinstance(call.get("name"), str) and bool(call["name"])


def _call(call: Mapping[str, Any]) -> Mapping[str, Any]:
    args = call.get("args", call.get("input"))
    return {"id": _text(call.get("id")), "name": call["name"], "args": _fields(args)}


def _fields(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def humans(given: Sequence[Message]) -> list[str]:
    return [each.text for each in given if each.type == "human"]
