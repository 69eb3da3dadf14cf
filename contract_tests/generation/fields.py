"""Documented fields of a request: parameters, and fields of the body at every depth."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Contract, Json, Operation
from contract_tests.generation.smallest_value import least
from contract_tests.text.visible import pointed

Place = Literal["query", "header", "body"]

ITEM = "*"
"""Step from an array to its first item."""

IsValid = Callable[[Mapping[str, Json], Json], bool]


@dataclass(frozen=True)
class Container:
    """Object or array that has the field, or another container of it."""

    schema: Mapping[str, Json]
    least: Json
    """Value to start from if the request has none of this schema."""


@dataclass(frozen=True)
class Field:
    """Parameter, or field of a JSON body."""

    place: Place
    steps: tuple[str, ...]
    """Names on the way to the field in its place; `*` is the first item of an array."""
    schema: Mapping[str, Json]
    is_required: bool
    containers: tuple[Container, ...] = field(default=(), compare=False, repr=False)
    """Containers on the way to a field of the body, one for each step."""

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
    if operation.body is not None:
        yield from _Walk(contract).inside(operation.body, (), ())


def _parameter_fields(operation: Operation) -> Iterator[Field]:
    """Yield the parameters of query and header; `scripted.py` covers those of the path."""
    for each in operation.parameters:
        if each["in"] in get_args(Place):
            yield Field(each["in"], (each["name"],), each["schema"], bool(each.get("required")))


@dataclass(frozen=True)
class _Walk:
    """Walk through the schema of a body. A recursive schema is entered once on each way."""

    contract: Contract
    entered: tuple[str, ...] = ()

    def inside(
        self, schema: Json, steps: tuple[str, ...], containers: tuple[Container, ...]
    ) -> Iterator[Field]:
        """Yield the fields of the objects that the schema describes, alternatives included, each once."""
        reference = schema.get("$ref", "")
        if reference in self.entered:
            return
        walk = replace(self, entered=(*self.entered, reference)) if reference else self
        known: set[str] = set()
        for alternative in walk.alternatives(schema):
            for each in walk.of_alternative(alternative, steps, containers):
                form = repr((each.steps, each.schema))
                if form not in known:
                    known.add(form)
                    yield each

    def alternatives(self, schema: Json) -> Iterator[Mapping[str, Json]]:
        schema = self.contract.resolve(schema)
        parts = schema.get("anyOf", schema.get("oneOf"))
        if parts is None:
            yield schema
        for part in parts or ():
            yield from self.alternatives(part)

    def of_alternative(
        self, schema: Mapping[str, Json], steps: tuple[str, ...], containers: tuple[Container, ...]
    ) -> Iterator[Field]:
        whole = self.contract.whole(schema)
        if "items" in schema:
            inside = Container(schema, [least(self.contract, schema["items"])])
            yield from self.inside(schema["items"], (*steps, ITEM), (*containers, inside))
        container = Container(schema, least(self.contract, {"type": "object", **schema}))
        for name, each in whole["properties"].items():
            if not each.get("x-lenient"):
                way = (*steps, name)
                yield Field("body", way, each, name in whole["required"], (*containers, container))
                yield from self.inside(each, way, (*containers, container))


def value_at(request: OperationRequest, field: Field) -> Json:
    """Return the value of the field; `None` if the request has no such field."""
    value = getattr(request, "headers" if field.place == "header" else field.place)
    for step in field.steps:
        value = value[0] if step == ITEM else value.get(step)
    return value


def with_value(request: OperationRequest, field: Field, value: Json, is_valid: IsValid) -> OperationRequest:
    """Return the request with a value at the field, in containers that can have it."""
    if field.place == "body":
        body = _put(request.body, tuple(zip(field.steps, field.containers, strict=True)), value, is_valid)
        return replace(request, body=body)
    place = "headers" if field.place == "header" else field.place
    return replace(request, **{place: {**getattr(request, place), field.steps[0]: value}})


def without(request: OperationRequest, field: Field, is_valid: IsValid) -> OperationRequest:
    """Return the request without the field, in the containers that have it otherwise."""
    if field.place == "body":
        given = with_value(request, field, None, is_valid)
        return replace(request, body=_without(given.body, field.steps))
    place = "headers" if field.place == "header" else field.place
    left = {name: value for name, value in getattr(request, place).items() if name != field.steps[0]}
    return replace(request, **{place: left})


def _put(body: Json, way: tuple[tuple[str, Container], ...], value: Json, is_valid: IsValid) -> Json:
    """Return the body with the value; what can't contain it on the way is replaced by what can."""
    if not way:
        return value
    (step, container), *rest = way
    there = body if body and is_valid(container.schema, body) else container.least
    if step == ITEM:
        first, *others = there
        return [_put(first, tuple(rest), value, is_valid), *others]
    return {**there, step: _put(there.get(step), tuple(rest), value, is_valid)}


def _without(body: Json, steps: tuple[str, ...]) -> Json:
    first, *rest = steps
    if first == ITEM:
        return [_without(body[0], tuple(rest)), *body[1:]]
    if rest:
        return {**body, first: _without(body[first], tuple(rest))}
    return {name: value for name, value in body.items() if name != first}
