"""Patterns of paths: `/threads/*/runs/**`, `/threads/{thread_id}`."""

import re
from collections.abc import Callable

WILDCARD = re.compile(r"(\*\*|\*|\{[^{}/]*\})")

ANY_SEGMENTS = "**"


def path_pattern(pattern: str) -> Callable[[str], object]:
    """Return a function that matches a whole path.

    `*` and `{name}` match one segment or a part of it, `**` any number of segments.
    """
    literals_and_wildcards = WILDCARD.split(pattern)
    parts = [
        (".*" if part == ANY_SEGMENTS else "[^/]+") if index % 2 else re.escape(part)
        for index, part in enumerate(literals_and_wildcards)
    ]
    return re.compile("".join(parts), re.DOTALL).fullmatch
