"""Documented fields of a request: parameters, fields of the body, and one level of fields inside those."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Contract, Json, Operation
from contract_tests.text.visible import pointed

Place = Literal["query", "header", "body"]

ITEM = "*"
"""Step from an array to its first item."""


@dataclass(frozen=True)
class Field:
    """Parameter, or field of a JSON body."""

    place: Place
    steps: tuple[str, ...]
    """Names on the way to the field in its place; `*` is the first item of an array."""
    schema: Mapping[str, Json]
    is_required: bool

    @property
    def pointer(self) -> str:
        return pointed([self.place, *self.steps])

    @property
    def name(self) -> str:
        """Name as a user writes it: `config.tags`."""
        return ".".join(each for each in self.steps if each != ITEM)


def request_fields(contract: Contract, operation: Operation) -> Iterator[Field]:
    """Yield the fields of query, headers and body."""
    yield from _parameter_fields(operation)
    yield from _body_fields(contract, operation)


def _parameter_fields(operation: Operation) -> Iterator[Field]:
    """Yield the parameters of query and header; `scripted.py` covers those of the path."""
    for each in operation.parameters:
        if each["in"] in get_args(Place):
            yield Field(each["in"], (each["name"],), each["schema"], bool(each.get("required")))


def _body_fields(contract: Contract, operation: Operation) -> Iterator[Field]:
    """Yield the fields of the body, and those of the objects and arrays of objects among them."""
    if operation.body is None:
        return
    whole = contract.whole(operation.body)
    is_array = whole.get("type") == "array"
    for field in _inside(contract, (ITEM,) if is_array else (), whole.get("items", whole)):
        yield field
        for steps, schema in _objects(contract, field):
            yield from _inside(contract, steps, schema)


def _inside(contract: Contract, steps: tuple[str, ...], schema: Json) -> Iterator[Field]:
    whole = contract.whole(schema)
    for name, each in whole["properties"].items():
        if not each.get("x-lenient"):
            yield Field("body", (*steps, name), each, name in whole["required"])


def _objects(contract: Contract, field: Field) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Yield the schemas of the objects in a field, each with the way to it."""
    schema = contract.resolve(field.schema)
    for each in map(contract.resolve, schema.get("anyOf", [schema])):
        if each.get("type") == "array":
            yield (*field.steps, ITEM), each["items"]
        else:
            yield field.steps, each


def value_at(request: OperationRequest, field: Field) -> Json:
    """Return the value of the field; `None` if the request has no such field."""
    value = getattr(request, "headers" if field.place == "header" else field.place)
    for step in field.steps:
        value = value[0] if step == ITEM else value.get(step)
    return value


def with_value(request: OperationRequest, field: Field, value: Json) -> OperationRequest:
    """Return the request with a value at the field."""
    if field.place == "body":
        return replace(request, body=_put(request.body, field.steps, value))
    place = "headers" if field.place == "header" else field.place
    return replace(request, **{place: {**getattr(request, place), field.steps[0]: value}})


def without(request: OperationRequest, field: Field) -> OperationRequest | None:
    """Return the request without the field; `None` if it has no such field."""
    if field.place == "body":
        body = _without(request.body, field.steps)
        return None if body is None else replace(request, body=body)
    place = "headers" if field.place == "header" else field.place
    left = {name: value for name, value in getattr(request, place).items() if name != field.steps[0]}
    return replace(request, **{place: left})


def _put(body: Json, steps: tuple[str, ...], value: Json) -> Json:
    """Return the body with the value; objects and arrays on the way are created if they are missing."""
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    if first == ITEM:
        items = body if isinstance(body, list) and body else [{}]
        return [_put(items[0], rest, value), *items[1:]]
    there = body if isinstance(body, Mapping) else {}
    return {**there, first: _put(there.get(first), rest, value)}


def _without(body: Json, steps: tuple[str, ...]) -> Json | None:
    first, rest = steps[0], steps[1:]
    if first == ITEM:
        inside = _without(body[0], rest) if isinstance(body, list) and body else None
        return None if inside is None else [inside, *body[1:]]
    if not isinstance(body, Mapping) or first not in body:
        return None
    if not rest:
        return {name: value for name, value in body.items() if name != first}
    inside = _without(body[first], rest)
    return None if inside is None else {**body, first: inside}
