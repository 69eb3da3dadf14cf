"""Whether one JSON value contains another, as PostgreSQL's `jsonb @>` says."""

from collections.abc import Mapping
from typing import Any

LARGEST = 500
"""Values in what is looked for: each may have to be compared with every value that is there."""


def size(value: Any) -> int:
    """How many values it is made of, itself among them."""
    if isinstance(value, Mapping):
        return 1 + sum(map(size, value.values()))
    return 1 + sum(map(size, value)) if isinstance(value, list) else 1


def contains(whole: Any, part: Any) -> bool:
    """Objects by their keys, lists in any order, numbers by value; `true` is not 1."""
    if isinstance(part, Mapping):
        return isinstance(whole, Mapping) and all(
            key in whole and contains(whole[key], value) for key, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and all(
            any(contains(there, wanted) for there in whole) for wanted in part
        )
    return isinstance(whole, bool) == isinstance(part, bool) and bool(whole == part)
