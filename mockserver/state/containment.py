"""Whether one JSON value contains another, as PostgreSQL's `jsonb @>` says."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

LARGEST = 500
"""Values in what is looked for: some of them may have to be compared with every value that is there."""

Mark = tuple[Hashable, ...]
"""Something that a value has: a list or an object is only compared with those that have it, too."""


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
        return isinstance(whole, list) and _has_all(whole, part)
    return isinstance(whole, bool) == isinstance(part, bool) and bool(whole == part)


def _has_all(whole: Sequence[Any], part: Sequence[Any]) -> bool:
    """What is simple is looked up, so that the time is the sum of both lengths and not their product."""
    wanted, nested = _simple(part)
    if wanted and not wanted <= _simple(whole)[0]:
        return False
    return not nested or _has_all_nested([*filter(_is_nested, whole)], nested)


def _has_all_nested(whole: Sequence[Any], part: Iterable[Any]) -> bool:
    """Each of the part is compared with those that have its rarest mark."""
    by_mark: defaultdict[Mark, list[Any]] = defaultdict(list)
    for there in whole:
        for mark in set(_marks(there)):
            by_mark[mark].append(there)
    for wanted in part:
        alike = min((by_mark.get(mark, []) for mark in _marks(wanted)), key=len)
        if not any(contains(there, wanted) for there in alike):
            return False
    return True


def _simple(values: Iterable[Any]) -> tuple[set[Mark], list[Any]]:
    """Those that are neither object nor list, and the others."""
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
    """Its values, each with the way to it. What contains it has all of them, too."""
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
