"""Assistants as tools: by which names they are called."""

import re
from collections.abc import Iterable

from mockserver.state.assistants import Assistant

SPACE = re.compile(r"\s+")
UNFIT = re.compile(r"[^a-zA-Z0-9_.-]")
"""What the name of a tool can't hold."""

LONGEST = 128


def tools(assistants: Iterable[Assistant]) -> dict[str, Assistant]:
    """By name. One whose name is taken, or has nothing that a tool's name can hold, goes by its id."""
    named: dict[str, Assistant] = {}
    for assistant in assistants:
        name = tool_name(assistant.name)
        named[assistant.assistant_id if not name or name in named else name] = assistant
    return named


def tool_name(name: str) -> str:
    return UNFIT.sub("", SPACE.sub("_", name.strip()))[:LONGEST]
