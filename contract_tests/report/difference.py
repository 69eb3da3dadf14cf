"""Difference between the expected and the received text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

PARTS = re.compile(r"\s+|\w+|[^\w\s]")

MIN_SIMILARITY = 0.5
"""Similarity (0 to 1) below which two texts are shown without marks."""


@dataclass(frozen=True)
class Part:
    text: str
    differs: bool


def compared(expected: str, received: str) -> tuple[list[Part], list[Part]]:
    """Return both texts in parts. If they have too little in common, no part is marked as different."""
    one, other = PARTS.findall(expected), PARTS.findall(received)
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    if matcher.ratio() < MIN_SIMILARITY:
        return [Part(expected, differs=False)], [Part(received, differs=False)]
    steps = matcher.get_opcodes()
    return (
        list(_parts((tag, one[start:end]) for tag, start, end, _, _ in steps)),
        list(_parts((tag, other[start:end]) for tag, _, _, start, end in steps)),
    )


def _parts(steps: Iterator[tuple[str, list[str]]]) -> Iterator[Part]:
    yield from (Part("".join(words), differs=tag != "equal") for tag, words in steps if words)
