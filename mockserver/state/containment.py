"""Whether one JSON value contains another, as PostgreSQL's `jsonb @>` says."""

from collections.abc import Mapping
from typing import Any


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
