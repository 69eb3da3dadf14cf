"""Documented fields and values that the server rejects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock

from contract_tests.client.operation_request import OperationRequest, as_text
from contract_tests.contract import Contract, Operation
from contract_tests.validation.request import Validity
from mutation.canned import rejection
from mutation.mutant import Mutant, shown
from mutation.places import ANY
from mutation.request_places import RequestPlace, read, request_places

FIELD = "documented field refused"
VALUE = "documented value refused"

TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "object": (dict,),
    "array": (list,),
}
"""JSON types whose alternatives a field may have. Booleans and null are documented values."""


def mutants(contract: Contract, validity: Validity) -> Iterator[Mutant]:
    for operation in contract.operations:
        for server in strict_servers(contract, validity, operation):
            yield Mutant(server.kind, operation.id, server.what, server.alter, needs_a_difference=False)


def strict_servers(contract: Contract, validity: Validity, operation: Operation) -> Iterator["Strict"]:
    """Yield a server for each optional field, and for each documented value, of the operation's requests."""
    for place in request_places(contract, operation):
        if not place.place.path or place.where == "path":
            continue
        if not place.place.is_required and place.place.path[-1] != ANY:
            yield Strict(validity, operation, place, FIELD, place.name)
        for name, value in _documented(contract, validity, place):
            yield Strict(validity, operation, place, VALUE, f"{place.name} {name}", value)


@dataclass(frozen=True)
class OfType:
    """Every value of a JSON type."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TYPES[self.name]) and not isinstance(other, bool)

    __hash__ = None


@dataclass(frozen=True)
class Present:
    """Every value but null."""

    def __eq__(self, other: object) -> bool:
        return other is not None

    __hash__ = None


@dataclass(frozen=True)
class Strict:
    """A server that rejects a documented field, or one of its values."""

    validity: Validity
    operation: Operation
    place: RequestPlace
    kind: str
    what: str
    value: Any = Present()

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.operation.id} {self.what}"

    async def alter(self, mock: Mock, request: Request) -> Response:
        if self.rejects(read(self.operation, request)):
            return shown(mock, rejection(self.operation))
        return await mock(request)

    def rejects(self, request: OperationRequest) -> bool:
        values = self.place.values(request)
        is_given = any(self._is_given(each) for each in values)
        return is_given and not self.validity.breaches(self.place.variant.operation, request)

    def _is_given(self, value: Any) -> bool:
        if isinstance(self.value, OfType | Present):
            return self.value == value
        if not self.place.is_body:
            return value == as_text(self.value)
        return value == self.value and isinstance(value, bool) == isinstance(self.value, bool)


def _documented(contract: Contract, validity: Validity, place: RequestPlace) -> Iterator[tuple[str, Any]]:
    """Yield the values that the contract names, those at its bounds, and each type of several."""
    parts = [part for schema in place.schemas for part in _parts(contract, schema)]
    refusable = [part["x-may-refuse"] for part in parts if "x-may-refuse" in part]
    values: dict[str, Any] = {}
    for part in parts:
        for value in _named(part):
            is_documented = any(validity.is_valid(schema, value) for schema in place.schemas)
            if is_documented and not any(validity.is_valid(schema, value) for schema in refusable):
                values.setdefault(repr(value), value)
    types = {name for part in parts for name in _types(part) if name in TYPES}
    if len(types) > 1 and place.is_body:
        values |= {f"any {name}": OfType(name) for name in sorted(types)}
    if len(values) > 1 or None in values.values():
        yield from values.items()


def _parts(contract: Contract, schema: Any) -> Iterator[Mapping[str, Any]]:
    own = schema if isinstance(schema, Mapping) else {}
    whole = contract.resolve(schema)
    if not isinstance(whole, Mapping):
        return
    whole = {**whole, **({"x-may-refuse": own["x-may-refuse"]} if "x-may-refuse" in own else {})}
    yield whole
    for word in ("anyOf", "oneOf", "allOf"):
        for part in whole.get(word, ()):
            yield from _parts(contract, part)


def _types(schema: Mapping[str, Any]) -> list[str]:
    named = schema.get("type", ())
    return [named] if isinstance(named, str) else list(named)


def _named(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from schema.get("enum", ())
    if "const" in schema:
        yield schema["const"]
    types = _types(schema)
    if "boolean" in types:
        yield from (True, False)
    if "null" in types:
        yield None
    if "integer" in types:
        yield from (schema[word] for word in ("minimum", "maximum") if word in schema)
