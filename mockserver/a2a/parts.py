"""Conversion of message parts to a run's input, and of a graph's messages to parts."""

from collections.abc import Mapping, Sequence
from typing import Any

from a2a.compat.v0_3.types import (
    DataPart,
    FilePart,
    FileWithBytes,
    FileWithUri,
    Message,
    Part,
    Role,
    TextPart,
)

Json = Mapping[str, Any]

MEDIA = ("image", "audio", "video")
"""Content types with their own name; all others are files."""


def texts(parts: Sequence[Part]) -> list[str]:
    return [part.root.text for part in parts if isinstance(part.root, TextPart)]


def data(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the merged data of all data parts."""
    merged: dict[str, Any] = {}
    for part in parts:
        if isinstance(part.root, DataPart):
            merged |= part.root.data
    return merged


def graph_message(message: Message) -> dict[str, Any] | None:
    """Return the message in LangChain's format; `None` if it has only data."""
    content = [block(part.root) for part in message.parts if not isinstance(part.root, DataPart)]
    if not content:
        return None
    alone = len(content) == 1 and content[0]["type"] == "text"
    return {
        "type": "human" if message.role is Role.user else "ai",
        "content": content[0]["text"] if alone else content,
        "id": message.message_id,
    }


def block(part: TextPart | FilePart | DataPart) -> dict[str, Any]:
    """Return a LangChain content block."""
    if isinstance(part, TextPart):
        return {"type": "text", "text": part.text}
    if not isinstance(part, FilePart):
        raise TypeError(part)
    file = part.file
    kind = (file.mime_type or "").partition("/")[0]
    content = {"base64": file.bytes} if isinstance(file, FileWithBytes) else {"url": file.uri}
    content |= {"mime_type": file.mime_type} if file.mime_type else {}
    named = {"extras": {"filename": file.name}} if file.name else {}
    return {"type": kind if kind in MEDIA else "file", **content, **named}


def parts(content: Any) -> list[Part]:
    """Return the parts of a graph's message, without empty content and content that the protocol lacks."""
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
    converted = (
        (_part(each) for each in blocks if isinstance(each, Mapping)) if isinstance(blocks, list) else ()
    )
    return [part for part in converted if part]


def _part(piece: Json) -> Part | None:
    if text := piece.get("text"):
        return Part(root=TextPart(text=str(text)))
    extras = piece.get("extras")
    name = extras.get("filename") if isinstance(extras, Mapping) else None
    about = {"mime_type": _text(piece.get("mime_type")), "name": _text(name)}
    if content := _text(piece.get("base64")):
        return Part(root=FilePart(file=FileWithBytes(bytes=content, **about)))
    if uri := _text(piece.get("url")):
        return Part(root=FilePart(file=FileWithUri(uri=uri, **about)))
    return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
