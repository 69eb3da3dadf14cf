"""A client's view of an owner's store, without the entries of the built-in graphs."""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from mockserver.built_in import MODEL_CALLS
from mockserver.errors import BadRequest, InvalidRequest
from mockserver.state.containment import MAX_EFFORT, size
from mockserver.state.event_loop import run_comparisons

if TYPE_CHECKING:  # importing takes half a second
    from langgraph.store.base import Item, SearchItem

    from mockserver.state.expiring_store import Store

FIELD = "body.filter"

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}
"""Comparisons of numbers. Other values never match."""

OPERATORS = ("$eq", "$ne", *COMPARISONS)


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """A filter for items. Invalid filters are rejected even if the store is empty."""

    fields: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if size(self.fields) > MAX_EFFORT:
            raise InvalidRequest(FIELD, f"must have at most {MAX_EFFORT} values")
        for name, condition in self.fields.items():
            for path, operation, operand in _operations(condition, f"{FIELD}.{name}"):
                _validate_operation(path, operation, operand)

    @property
    def effort(self) -> int:
        """Upper bound of the comparisons per item."""
        return size(self.fields)

    def admits(self, value: Mapping[str, Any]) -> bool:
        return _has(value, self.fields)


def _has(value: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Return whether the value matches; a missing field counts as null."""
    return all(_meets(value.get(name), part) for name, part in fields.items())


def _meets(value: Any, condition: Any) -> bool:
    if isinstance(condition, Mapping):
        if _is_operation(condition):
            return all(_holds(operation, value, operand) for operation, operand in condition.items())
        return isinstance(value, Mapping) and _has(value, condition)
    if isinstance(condition, list):
        return isinstance(value, list) and len(value) == len(condition) and all(map(_meets, value, condition))
    return _equal(value, condition)


def _holds(operation: str, value: Any, operand: Any) -> bool:
    if operation in COMPARISONS:
        return _is_number(value) and COMPARISONS[operation](value, operand)
    return _equal(value, operand) == (operation == "$eq")


def _equal(one: Any, other: Any) -> bool:
    """Compare as JSON: `true` is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_equal(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return bool(one == other)


def _is_operation(condition: Mapping[str, Any]) -> bool:
    return any(name.startswith("$") for name in condition)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _operations(condition: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    """Yield the location, operator and operand of each operation."""
    if isinstance(condition, list):
        for place, part in enumerate(condition):
            yield from _operations(part, f"{path}.{place}")
    elif isinstance(condition, Mapping):
        is_operation = _is_operation(condition)
        for name, part in condition.items():
            if is_operation:
                yield path, name, part
            else:
                yield from _operations(part, f"{path}.{name}")


def _validate_operation(path: str, operation: str, operand: Any) -> None:
    if operation not in OPERATORS:
        raise BadRequest(f"{path}: {operation!r} is not one of {', '.join(OPERATORS)}")
    if operation in COMPARISONS and not _is_number(operand):
        raise BadRequest(f"{path}.{operation}: must be a number")


Labels = Sequence[str]

RESERVED_ROOT = "langgraph"


class Items:
    def __init__(self, store: "Store") -> None:
        self._store = store

    def put(self, namespace: Labels, key: str, value: Mapping[str, Any], ttl: float | None) -> None:
        _must_be_free(namespace)
        self._store.put(tuple(namespace), key, dict(value), ttl=ttl)

    def get(self, namespace: Labels, key: str, *, refresh_ttl: bool | None) -> "Item | None":
        if tuple(namespace) == MODEL_CALLS:
            return None
        return self._store.get(tuple(namespace), key, refresh_ttl=refresh_ttl)

    def delete(self, namespace: Labels, key: str) -> None:
        if namespace and tuple(namespace) != MODEL_CALLS:
            self._store.delete(tuple(namespace), key)

    async def search(
        self, prefix: Labels, conditions: ItemFilter, *, limit: int, offset: int, refresh_ttl: bool | None
    ) -> "list[SearchItem]":
        """Return the items, last put first. langgraph's own filter fails on values without an order."""
        items = self._store.below(tuple(prefix))

        def page() -> "list[Item]":
            shown = [
                item for item in items if item.namespace != MODEL_CALLS and conditions.admits(item.value)
            ]
            shown.sort(key=lambda item: item.updated_at, reverse=True)
            return shown[offset : offset + limit]

        matching = await run_comparisons(len(items) * (1 + conditions.effort), page)
        if refresh_ttl is not False:
            self._store.renew((item.namespace, item.key) for item in matching)
        return [self._store.search_item(item) for item in matching]

    async def namespaces(
        self, prefix: Labels, suffix: Labels, *, max_depth: int | None, limit: int, offset: int
    ) -> list[tuple[str, ...]]:
        all_namespaces = self._store.namespaces()

        def page() -> list[tuple[str, ...]]:
            matching = (namespace for namespace in all_namespaces if _is_between(namespace, prefix, suffix))
            shown = {namespace[:max_depth] for namespace in matching if namespace != MODEL_CALLS}
            return sorted(shown)[offset : offset + limit]

        return await run_comparisons(len(all_namespaces), page)


def _is_between(namespace: Labels, prefix: Labels, suffix: Labels) -> bool:
    """Return whether the namespace has the prefix and the suffix; `*` matches any label."""
    if max(len(prefix), len(suffix)) > len(namespace):
        return False
    ends = zip(namespace[::-1], suffix[::-1], strict=False)
    return all(pattern in ("*", label) for label, pattern in (*zip(namespace, prefix, strict=False), *ends))


def _must_be_free(namespace: Labels) -> None:
    if not namespace:
        raise BadRequest("body.namespace: must not be empty")
    if namespace[0] == RESERVED_ROOT:
        raise BadRequest(f"body.namespace: the root label {RESERVED_ROOT!r} is reserved")
    if tuple(namespace) == MODEL_CALLS:
        raise BadRequest(f"body.namespace: {'.'.join(namespace)} is reserved for the mock")
