"""Values as findings show them: short, on one line, and harmless to a terminal."""

import json
from collections.abc import Iterable
from typing import Any

MAX_VALUE_CHARS = 80
"""Maximum characters of a value in a finding."""

MAX_NAME_CHARS = 200
"""Maximum characters of a name in a pointer."""


def one_line(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))
    return text if len(text) <= MAX_VALUE_CHARS else f"{text[:MAX_VALUE_CHARS]}… ({len(text)} characters)"


def pointed(names: Iterable[str]) -> str:
    """Return a JSON pointer (RFC 6901) on one line. Names from the target are truncated."""
    return "".join(f"/{_name(each)}" for each in names)


def visible(text: str) -> str:
    """Return the text with escapes for characters that a terminal or a browser would interpret or hide.

    These are control characters, those that change the direction of a line, and halves of surrogate pairs.
    """
    return "".join(each if each.isprintable() or each in "\n\t" else _escape(each) for each in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _name(name: str) -> str:
    short = name if len(name) <= MAX_NAME_CHARS else f"{name[:MAX_NAME_CHARS]}…"
    seen = "".join(each if each.isprintable() else _escape(each) for each in short)
    return seen.replace("~", "~0").replace("/", "~1")
