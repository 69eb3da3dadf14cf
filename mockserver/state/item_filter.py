"""Which store items a client asks for: those whose fields have equal values, or meet operators."""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from mockserver.errors import BadRequest, InvalidRequest
from mockserver.state.containment import LARGEST, size

FIELD = "body.filter"

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}
"""Of numbers. What is no number meets none of them."""

OPERATORS = ("$eq", "$ne", *COMPARISONS)


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """It is refused if it makes no sense, whatever items there are."""

    fields: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if size(self.fields) > LARGEST:
            raise InvalidRequest(FIELD, f"looks for more than {LARGEST} values")
        for name, wanted in self.fields.items():
            for where, operation, operand in _operations(wanted, f"{FIELD}.{name}"):
                _must_be_meant(where, operation, operand)

    def admits(self, value: Mapping[str, Any]) -> bool:
        return _has(value, self.fields)


def _has(value: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """A field that is missing is as null."""
    return all(_meets(value.get(name), part) for name, part in wanted.items())


def _meets(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        if _is_operation(wanted):
            return all(_holds(operation, value, operand) for operation, operand in wanted.items())
        return isinstance(value, Mapping) and _has(value, wanted)
    if isinstance(wanted, list):
        return isinstance(value, list) and len(value) == len(wanted) and all(map(_meets, value, wanted))
    return _equal(value, wanted)


def _holds(operation: str, value: Any, operand: Any) -> bool:
    if operation in COMPARISONS:
        return _is_number(value) and COMPARISONS[operation](value, operand)
    return _equal(value, operand) == (operation == "$eq")


def _equal(one: Any, other: Any) -> bool:
    """As JSON has it: `true` is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_equal(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return bool(one == other)


def _is_operation(wanted: Mapping[str, Any]) -> bool:
    return any(name.startswith("$") for name in wanted)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _operations(wanted: Any, where: str) -> Iterator[tuple[str, str, Any]]:
    """Where, operator and operand of each."""
    if isinstance(wanted, list):
        for place, part in enumerate(wanted):
            yield from _operations(part, f"{where}.{place}")
    elif isinstance(wanted, Mapping):
        is_operation = _is_operation(wanted)
        for name, part in wanted.items():
            if is_operation:
                yield where, name, part
            else:
                yield from _operations(part, f"{where}.{name}")


def _must_be_meant(where: str, operation: str, operand: Any) -> None:
    if operation not in OPERATORS:
        raise BadRequest(f"{where}: {operation!r} is none of {', '.join(OPERATORS)}")
    if operation in COMPARISONS and not _is_number(operand):
        raise BadRequest(f"{where}.{operation}: must be a number")
