"""How a finding words what it found: short, on one line, and harmless to a terminal."""

import json
from collections.abc import Iterable
from typing import Any

MAX_VALUE_CHARS = 80
"""Characters of a value that a finding shows."""

MAX_NAME_CHARS = 200
"""Characters of a name in a pointer."""


def one_line(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))
    return text if len(text) <= MAX_VALUE_CHARS else f"{text[:MAX_VALUE_CHARS]}… ({len(text)} characters)"


def pointed(names: Iterable[str]) -> str:
    """A JSON pointer (RFC 6901), on one line. Names may be the target's, and very long."""
    return "".join(f"/{_name(each)}" for each in names)


def visible(text: str) -> str:
    """The text with escapes in place of what a terminal or a browser would obey, or not show at all.

    These are control characters, those that change the direction of a line, and halves of surrogate pairs.
    """
    return "".join(each if each.isprintable() or each in "\n\t" else _escape(each) for each in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _name(name: str) -> str:
    short = name if len(name) <= MAX_NAME_CHARS else f"{name[:MAX_NAME_CHARS]}…"
    seen = "".join(each if each.isprintable() else _escape(each) for each in short)
    return seen.replace("~", "~0").replace("/", "~1")
