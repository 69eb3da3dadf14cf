"""Constraints that the server does not enforce: invalid values that it accepts.

The server validates requests against a contract without one constraint of one place. It accepts what is
invalid for that reason alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock

from contract_tests.client.operation_request import NoBody, OperationRequest, as_text
from contract_tests.contract import Contract, Operation
from contract_tests.validation.request import Validity
from mutation.canned import acceptance
from mutation.mutant import Mutant, shown
from mutation.places import ALTERNATIVES, ANY, Path
from mutation.request_places import RequestPlace, read, request_places

KIND = "invalid value accepted"

REQUIRED = "required"

FREE = ("then", "else")
"""Keywords whose schemas constrain other fields, so that no value of the place shows them."""

KEYWORDS = (
    *("type", "enum", "const", "format", "pattern", "minimum", "maximum", "minLength", "maxLength"),
    *("minItems", "maxProperties", "propertyNames", *FREE),
)

CANDIDATES: tuple[Any, ...] = (
    *(17.5, 17, -1, "text", "", "undocumented", ".", "%", "%%", {"a": 1}, {"": 1}, {}, [1], [True], [], True),
    *("not-a-uuid", "?!"),
)
"""Values of which one shows that a constraint is missing. Many servers treat null as an absent field."""

PLACES = {"path": "path", "query": "query", "header": "headers"}
"""Place of a parameter -> the part of a request."""

Schema = Any
Change = Callable[[dict[str, Any]], dict[str, Any]]


def mutants(contract: Contract, validity: Validity) -> Iterator[Mutant]:
    for operation in contract.operations:
        for server in sloppy_servers(contract, validity, operation):
            yield Mutant(KIND, operation.id, server.what, server.alter, needs_a_difference=False)


def sloppy_servers(contract: Contract, validity: Validity, operation: Operation) -> Iterator["Sloppy"]:
    """Yield a server for each constraint of each place in the operation's requests."""
    for place in request_places(contract, operation):
        for keyword in _constraints(contract, validity, place):
            yield Sloppy(contract, validity, operation, place, keyword)


@dataclass(frozen=True)
class Sloppy:
    """A server that does not enforce one constraint."""

    contract: Contract
    validity: Validity
    operation: Operation
    place: RequestPlace
    keyword: str

    @property
    def what(self) -> str:
        return f"{self.place.name} {self.keyword}"

    @property
    def name(self) -> str:
        return f"{KIND}: {self.operation.id} {self.what}"

    async def alter(self, mock: Mock, request: Request) -> Response:
        if self.accepts(read(self.operation, request)):
            return shown(mock, acceptance(self.operation))
        return await mock(request)

    def accepts(self, request: OperationRequest) -> bool:
        """Return whether the request is invalid, but valid without the constraint."""
        form = self.place.variant.operation
        if not self.validity.breaches(form, request):
            return False
        if not self.place.is_body:
            return not self.validity.breaches(self._relaxed, request)
        is_json = not isinstance(request.body, bytes | NoBody)
        is_body_alone = is_json and not any(self.validity.of_parameters(form, request))
        return is_body_alone and self.validity.is_valid(self._body, request.body)

    @cached_property
    def _body(self) -> Mapping[str, Any]:
        """Return the schema of the body without the constraint."""
        path = self.place.place.path
        way = path[:-1] if self.keyword == REQUIRED else path
        return relax(self.contract, self.place.variant.operation.body, way, self._less)

    @cached_property
    def _relaxed(self) -> Operation:
        form, [name] = self.place.variant.operation, self.place.place.path
        others = [each for each in form.parameters if each["name"].lower() != name.lower()]
        if self.keyword == REQUIRED:
            return replace(form, parameters=tuple(others))
        [schema] = self.place.schemas
        relaxed = _parameter(self.place, relax(self.contract, schema, (), self._less))
        return replace(form, parameters=(*others, relaxed))

    def _less(self, schema: dict[str, Any]) -> dict[str, Any]:
        if self.keyword != REQUIRED:
            return without(schema, self.keyword)
        name = self.place.place.path[-1]
        return {**schema, REQUIRED: [each for each in schema.get(REQUIRED, ()) if each != name]}


def relax(contract: Contract, schema: Schema, path: Path, change: Change) -> Schema:
    """Return the schema with `change` applied to each subschema of the place, references followed."""
    schema = contract.resolve(schema)
    if not isinstance(schema, Mapping):
        return schema
    made = {word: each for word, each in schema.items() if word not in {"description", "examples"}}
    for word in filter(made.__contains__, ALTERNATIVES):
        made[word] = [relax(contract, part, path, change) for part in made[word]]
    for word in ("then", "else"):
        if word in made:
            made[word] = relax(contract, made[word], path, change)
    if not path:
        return change(made)
    first, *rest = path
    if first != ANY and first in made.get("properties", {}):
        inside = relax(contract, made["properties"][first], tuple(rest), change)
        made["properties"] = {**made["properties"], first: inside}
    for word in ("items", "additionalProperties") if first == ANY else ():
        if isinstance(made.get(word), Mapping):
            made[word] = relax(contract, made[word], tuple(rest), change)
    return made


def without(schema: dict[str, Any], keyword: str) -> dict[str, Any]:
    return {word: each for word, each in schema.items() if word != keyword}


def _constraints(contract: Contract, validity: Validity, place: RequestPlace) -> Iterator[str]:
    """Yield the keywords of the place that reject some value which no other keyword of the place rejects."""
    if place.place.is_required and place.where != "path":
        yield REQUIRED
    whole = [relax(contract, schema, (), dict) for schema in place.schemas]
    for keyword in KEYWORDS:
        less = [relax(contract, schema, (), partial(without, keyword=keyword)) for schema in whole]
        if less == whole:
            continue
        values = [*CANDIDATES, *(value for schema in whole for value in _beyond(schema))]
        if keyword in FREE or any(_shows(validity, place, whole, less, each) for each in values):
            yield keyword


def _shows(
    validity: Validity, place: RequestPlace, whole: list[Schema], less: list[Schema], value: Any
) -> bool:
    """Return whether the value is invalid, but valid without the constraint."""
    is_valid = partial(_is_valid, validity, place)
    return not any(is_valid(each, value) for each in whole) and any(is_valid(each, value) for each in less)


def _is_valid(validity: Validity, place: RequestPlace, schema: Schema, value: Any) -> bool:
    if place.is_body:
        return validity.is_valid(schema, value)
    given = value if isinstance(value, list) else as_text(value)
    request = OperationRequest(**{PLACES[place.where]: {place.place.path[0]: given}})
    alone = replace(place.variant.operation, parameters=(_parameter(place, schema),))
    return not any(validity.of_parameters(alone, request))


def _parameter(place: RequestPlace, schema: Schema) -> dict[str, Any]:
    return {"name": place.place.path[0], "in": place.where, "schema": schema}


def _beyond(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the values just outside the bounds of the schema."""
    for part in (part for word in ALTERNATIVES for part in schema.get(word, ())):
        yield from _beyond(part)
    if "minimum" in schema:
        yield schema["minimum"] - 1
    if "maximum" in schema:
        yield schema["maximum"] + 1
    if "maxLength" in schema:
        yield "x" * (schema["maxLength"] + 1)
    if "maxProperties" in schema:
        yield {f"a{number}": "values.a" for number in range(schema["maxProperties"] + 1)}
