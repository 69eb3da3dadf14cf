"""Names of assistants as tools."""

import re
from collections.abc import Iterable

from mockserver.state.assistants import Assistant

SPACE = re.compile(r"\s+")
UNFIT_NAME_CHARS = re.compile(r"[^a-zA-Z0-9_.-]")
"""Characters not allowed in a tool name."""

MAX_NAME_CHARS = 128


def tools(assistants: Iterable[Assistant]) -> dict[str, Assistant]:
    """Return the assistants by tool name, or by id if the name is taken or has no allowed characters."""
    named: dict[str, Assistant] = {}
    for assistant in assistants:
        name = tool_name(assistant.name)
        named[assistant.assistant_id if not name or name in named else name] = assistant
    return named


def tool_name(name: str) -> str:
    return UNFIT_NAME_CHARS.sub("", SPACE.sub("_", name.strip()))[:MAX_NAME_CHARS]
