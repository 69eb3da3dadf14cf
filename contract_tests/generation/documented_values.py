"""Valid requests with documented values: every enumerated value, flag, bound, null and example of a field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Contract, Json, Operation
from contract_tests.generation.fields import Field, request_fields, with_value
from contract_tests.validation.request import Validity


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
        """Yield the valid request with each documented value of each optional field, one at a time."""
        for field in self.fields():
            for value in self.values(field.schema):
                made = with_value(request, field, value)
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
            merged = [*singles, *([lists] if lists else [])]
            if _is_deprecated(values[0].field, self.contract):
                alone += [[several] for several in merged]
                continue
            groups += [[] for _ in range(len(merged) - len(groups))]
            for number, several in enumerate(merged):
                groups[(start + number) % len(groups)].append(several)
        return [self._group(request, each) for each in (*groups, *alone) if each]

    def _group(self, request: OperationRequest, merged: Sequence[Sequence[DocumentedValue]]) -> "Group":
        for several in merged:
            first, *others = several
            value = [*first.value, *(each.value[0] for each in others)] if others else first.value
            request = with_value(request, first.field, value)
        return Group(request, tuple(each for several in merged for each in several))

    def fields(self) -> Iterator[Field]:
        """Yield the optional fields."""
        for field in request_fields(self.contract, self.operation):
            if not field.is_required:
                yield field

    def values(self, schema: Json) -> Iterator[Json]:
        """Yield the documented values of a field, without duplicates."""
        seen: list[str] = []
        for value in self._values(schema):
            if repr(value) not in seen:
                seen.append(repr(value))
                yield value

    def _values(self, schema: Json) -> Iterator[Json]:
        whole: Mapping[str, Json] = self.contract.resolve(schema)
        types = whole.get("type", ())
        types = [types] if isinstance(types, str) else types
        yield from schema.get("examples", whole.get("examples", ()))
        for part in whole.get("anyOf", ()):
            yield from self._values(part)
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


def _is_deprecated(field: Field, contract: Contract) -> bool:
    return bool(field.schema.get("deprecated") or contract.resolve(field.schema).get("deprecated"))
