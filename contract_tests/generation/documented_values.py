"""Valid requests with documented values: every enumerated value, flag, bound, null and example of a field.

A field without any of these has one valid value.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Contract, Json, Operation
from contract_tests.generation.fields import Field, request_fields, with_value, without
from contract_tests.generation.graph_values import usable_first
from contract_tests.generation.smallest_value import least
from contract_tests.validation.request import Validity

NAMING = re.compile(r"(id|ids|webhook|cursor)$", re.IGNORECASE)
"""Ends of the names of fields whose values refer to something, so that not every valid value is accepted."""

INSTEAD_OF = {"command": "input"}
"""Field -> the one that it takes the place of: clients send either of them, and servers may refuse both."""

ANY_THREAD_ID = "00000000-0000-4000-8000-000000000000"
"""Id that the binding of the request replaces by that of an existing thread."""

KNOWN = frozenset({"thread_id", "assistant_id", "checkpoint_id", "graph_id", "ids", "thread_ids", "run_ids"})
"""Names of fields that refer to our own resources once the request is bound."""


@dataclass(frozen=True)
class DocumentedValue:
    field: Field
    value: Json
    request: OperationRequest
    """Valid request with the value."""


@dataclass(frozen=True)
class Group:
    request: OperationRequest
    """Request with all values."""
    values: Sequence[DocumentedValue]
    """Each value alone."""


@dataclass(frozen=True)
class DocumentedValues:
    """Documented values of the requests to one operation."""

    contract: Contract
    validity: Validity
    operation: Operation

    def of(self, request: OperationRequest) -> Iterator[DocumentedValue]:
        """Yield the valid request with each documented value of each field, one at a time."""
        fields = tuple(request_fields(self.contract, self.operation))
        for field in fields:
            replaced = next((each for each in fields if _takes_place_of(field, each)), None)
            for value in self.values(field):
                made = with_value(request, field, value, self.validity.is_valid)
                if replaced is not None and (value is not None or field.name not in INSTEAD_OF):
                    made = without(made, replaced, self.validity.is_valid)
                if not self.validity.breaches(self.operation, made):
                    yield DocumentedValue(field, value, made)

    def together(self, request: OperationRequest) -> Sequence["Group"]:
        """Return the same values in few valid requests with many of them.

        A list of enumerated values has all of them. A deprecated field may exclude its successor, so each of
        its values is alone.
        """
        by_field: dict[str, list[DocumentedValue]] = {}
        for each in self.of(request):
            by_field.setdefault(each.field.pointer, []).append(each)
        groups: list[list[list[DocumentedValue]]] = []
        alone: list[list[list[DocumentedValue]]] = []
        # Fields begin at different groups: few values meet that exclude each other.
        for start, values in enumerate(by_field.values()):
            lists = [each for each in values if isinstance(each.value, list) and len(each.value) == 1]
            singles = [[each] for each in values if each not in lists]
            items = [item for each in lists for item in each.value]
            if not self.validity.is_valid(values[0].field.schema, items):
                singles, lists = [[each] for each in values], []
            merged = [*singles, *([lists] if lists else [])]
            if _is_deprecated(values[0].field, self.contract):
                alone += [[several] for several in merged]
                continue
            for number, several in enumerate(merged, start):
                first = number % max(len(groups), 1)
                fitting = (each for each in groups[first:] + groups[:first] if not _meet(several, each))
                group = next(fitting, None)
                if group is None:
                    groups.append(group := [])
                group.append(several)
        return [group for each in (*groups, *alone) for group in self._groups(request, each)]

    def _groups(
        self, request: OperationRequest, merged: Sequence[Sequence[DocumentedValue]]
    ) -> Iterator["Group"]:
        """Yield a request with all values; or one with each of them, if they exclude each other."""
        for several in merged:
            first, *others = several
            value = [*first.value, *(each.value[0] for each in others)] if others else first.value
            request = with_value(request, first.field, value, self.validity.is_valid)
        values = tuple(each for several in merged for each in several)
        if self.validity.breaches(self.operation, request):
            yield from (Group(each.request, (each,)) for each in values)
        else:
            yield Group(request, values)

    def values(self, field: Field) -> Iterator[Json]:
        """Yield the documented values of a field, without duplicates; or one valid value of a free field.

        A flag may have only one of the two values.
        """
        seen: dict[str, Json] = {}
        for value in usable_first(field.steps[-1], [*self._values(field.schema)]):
            if not isinstance(value, bool) or self.validity.is_valid(field.schema, value):
                seen.setdefault(repr(value), value)
        if not seen and (not NAMING.search(field.name) or field.steps[-1] in KNOWN):
            is_thread = field.steps[-1] == "thread_id"
            seen[""] = ANY_THREAD_ID if is_thread else least(self.contract, field.schema)
        yield from seen.values()

    def _values(self, schema: Json) -> Iterator[Json]:
        whole: Mapping[str, Json] = self.contract.resolve(schema)
        types = whole.get("type", ())
        types = [types] if isinstance(types, str) else types
        yield from schema.get("examples", whole.get("examples", ()))
        parts = whole.get("anyOf", whole.get("oneOf", ()))
        for part in parts:
            yield from self._values(part)
        others = ({**whole, "type": each} for each in types if each != "null")
        for part in parts or (others if len(types) > 1 else ()):
            if part:  # `{}` stands for values that a server may reject
                yield least(self.contract, part)
        yield from whole.get("enum", ())
        if whole.get("const"):
            yield whole["const"]
        if "boolean" in types:
            yield from (True, False)
        if "integer" in types:
            yield from dict.fromkeys(
                whole[each] for each in ("minimum", "default", "maximum") if each in whole
            )
        if "null" in types:
            yield None
        if "array" in types:
            yield from ([each] for each in self._values(whole["items"]))


def _takes_place_of(field: Field, other: Field) -> bool:
    """Return whether the field is, or is in, one that clients send instead of the other one."""
    *around, name = other.steps
    whole = field.steps[: len(other.steps)]
    return (
        field.place == other.place
        and [*whole[:-1]] == around
        and len(whole) == len(other.steps)
        and INSTEAD_OF.get(whole[-1]) == name
    )


def _meet(several: Sequence[DocumentedValue], group: Sequence[Sequence[DocumentedValue]]) -> bool:
    """Return whether the group has a value of the same field, or of one in it or around it."""
    own = several[0].field
    others = (each[0].field for each in group)
    return any(own.place == other.place and all(map(eq, own.steps, other.steps)) for other in others)


def _is_deprecated(field: Field, contract: Contract) -> bool:
    return bool(field.schema.get("deprecated") or contract.resolve(field.schema).get("deprecated"))
