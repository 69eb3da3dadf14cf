"""Patterns of paths: `/threads/*/runs/**`, `/threads/{thread_id}`."""

import re
from collections.abc import Callable

WILDCARD = re.compile(r"(\*\*|\*|\{[^{}/]*\})")

ANY_SEGMENTS = "**"


def path_pattern(pattern: str) -> Callable[[str], bool]:
    """Return a function that matches a whole path.

    `*` and `{name}` match one segment or a part of it, `**` any number of segments. Matching takes linear
    time: a client chooses the pattern and the path, and `re` may take years for both.
    """
    from pydantic_core import SchemaValidator, core_schema  # noqa: PLC0415 - mocks without patterns start faster

    literals_and_wildcards = WILDCARD.split(pattern)
    parts = [
        (".*" if part == ANY_SEGMENTS else "[^/]+") if index % 2 else escaped(part)
        for index, part in enumerate(literals_and_wildcards)
    ]
    regex = rf"(?s)\A{''.join(parts)}\z"
    matcher = SchemaValidator(core_schema.str_schema(pattern=regex, regex_engine="rust-regex"))
    return matcher.isinstance_python


def escaped(text: str) -> str:
    """Return a regex of the text, whose escapes every engine has."""
    return "".join(each if each.isalnum() else rf"\x{{{ord(each):x}}}" for each in text)
