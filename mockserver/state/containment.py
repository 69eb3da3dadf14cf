"""Containment of JSON values, as PostgreSQL's `jsonb @>`."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import Any

MAX_EFFORT = 500
"""Maximum number of values to search for: each may be compared with every value of the other side."""

Mark = tuple[Hashable, ...]
"""A property of a value: lists and objects are compared only with candidates that share it."""


def size(value: Any) -> int:
    """Return the number of values in a JSON value, including itself."""
    if isinstance(value, Mapping):
        return 1 + sum(map(size, value.values()))
    return 1 + sum(map(size, value)) if isinstance(value, list) else 1


def effort(part: Any) -> float:
    """Return the most comparisons that a search for this part takes in a value.

    For a list it is infinite: the number depends on the length of the other list.
    """
    if isinstance(part, Mapping):
        return 1 + sum(map(effort, part.values()))
    return inf if isinstance(part, list) else 1


def contains(container: Any, part: Any) -> bool:
    """Compare objects by key, lists in any order, numbers by value; `true` is not 1."""
    if isinstance(part, Mapping):
        return isinstance(container, Mapping) and all(
            key in container and contains(container[key], value) for key, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(container, list) and _has_all(container, part)
    return isinstance(container, bool) == isinstance(part, bool) and bool(container == part)


def _has_all(container: Sequence[Any], part: Sequence[Any]) -> bool:
    """Compare simple values as sets, so that the time is the sum of both lengths, not their product."""
    simple, nested = _simple(part)
    if simple and not simple <= _simple(container)[0]:
        return False
    if len(nested) > 1:
        return _has_all_nested([*filter(_is_nested, container)], nested)
    return not nested or any(contains(member, nested[0]) for member in container)  # faster without marks


def _has_all_nested(container: Sequence[Any], part: Iterable[Any]) -> bool:
    """Compare each value of `part` with the candidates that share its rarest mark."""
    by_mark: defaultdict[Mark, list[Any]] = defaultdict(list)
    for member in container:
        for mark in set(_marks(member)):
            by_mark[mark].append(member)
    for element in part:
        alike = min((by_mark.get(mark, []) for mark in _marks(element)), key=len)
        if not any(contains(member, element) for member in alike):
            return False
    return True


def _simple(values: Iterable[Any]) -> tuple[set[Mark], list[Any]]:
    """Split the values into those that are neither object nor list, and the others."""
    simple: set[Mark] = set()
    nested = []
    for value in values:
        if _is_nested(value):
            nested.append(value)
        else:
            simple.add((value.__class__ is bool, value))
    return simple, nested


def _is_nested(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _marks(value: Any, path: tuple[str | None, ...] = ()) -> Iterator[Mark]:
    """Yield the value's inner values with their paths. Any value that contains it has all of these marks."""
    if isinstance(value, Mapping):
        yield path, "object"
        for key, inner in value.items():
            yield from _marks(inner, (*path, key))
    elif isinstance(value, list):
        yield path, "list"
        for inner in value:
            yield from _marks(inner, (*path, None))
    else:
        yield path, value.__class__ is bool, value
