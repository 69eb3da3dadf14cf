"""Suggestion of a known name for one that is unknown, and probably misspelt."""

from collections.abc import Iterable
from difflib import get_close_matches

CLOSE = 0.6
"""Least similarity of a name that is suggested: 1 for the same, 0 for nothing in common."""


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return `did you mean 'limit'?` for the closest known name, or the other hint if none is similar."""
    near = closest(name, known)
    return otherwise if near is None else f"did you mean {near!r}?"


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most similar, ignoring case; `None` if none is similar."""
    by_lower_case = {each.lower(): each for each in known}
    near = get_close_matches(name.lower(), list(by_lower_case), n=1, cutoff=CLOSE)
    return by_lower_case[near[0]] if near else None
