"""Invalid requests with one fault each: one value for each constraint of each documented field.

Everything else in the request is the smallest valid request, so that an error can have no other cause. Null
is left out: most servers treat it as an absent field.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contract_tests.client.operation_request import NO_BODY, OperationRequest
from contract_tests.contract import Contract, Json, Operation
from contract_tests.generation.fields import Field, request_fields, with_value, without
from contract_tests.generation.smallest_value import least
from contract_tests.text.visible import one_line
from contract_tests.validation.request import Validity

TYPES: Mapping[str, tuple[str, Json]] = {
    "string": ("a string", "text"),
    "number": ("a number", 17),
    "integer": ("an integer", 17),
    "object": ("an object", {"a": 1}),
    "array": ("an array", ["text"]),
    "boolean": ("true or false", True),
    "null": ("null", None),
}
"""Type -> its name, and a value of this type that no server converts into another one."""

ARRAY = [1]
"""Array that no conversion makes an object of, unlike one of pairs."""

WRONG_FORMATS: Mapping[str, tuple[str, Json]] = {
    "uuid": ("is not a UUID", "not-a-uuid"),
    "date-time": ("is not a date and time", "not-a-date"),
    "uri-reference": ("is not a URL", "%"),
}
"""Format -> the fault, and a value that does not have it."""

UNDOCUMENTED = "undocumented"
"""Value that no enumeration contains."""

NAME = "a"
"""Name of a field in a map."""

MAX_SENT_CHARS = 4096
"""Length up to which too long values are sent: replays have to stay readable."""

MISMATCHES = ("not-a-uuid", "", ".", "?!")
"""Values of which one does not match a pattern."""

BODIES = {"is missing": NO_BODY, "is not valid JSON": b"{", "is not UTF-8": b'{"\xff": 1}'}
"""Bodies that are not JSON: fault -> content."""


@dataclass(frozen=True)
class Fault:
    """Request in which one value violates the contract."""

    pointer: str
    """Place of the value: `/body/limit`, `/query/limit`. Each array item is `*`."""
    problem: str
    """Problem in plain words, with the name of the field."""
    request: OperationRequest


@dataclass(frozen=True)
class Faults:
    """Faults of the requests to one operation."""

    contract: Contract
    validity: Validity
    operation: Operation

    def of(self, request: OperationRequest) -> Iterator[Fault]:
        """Yield each fault in the valid request. None of them affects another place."""
        for field in request_fields(self.contract, self.operation):
            yield from self._faults(field, request)
        if self.operation.body is not None:
            for problem, value in self._values(self.operation.body):
                yield from self._fault("/body", f"the body {problem}", replace(request, body=value))
            for problem, content in BODIES.items():
                made = replace(request, body=content)
                if self.validity.breaches(self.operation, made):
                    yield Fault("/body", f"the body {problem}", made)

    def _faults(self, field: Field, request: OperationRequest) -> Iterator[Fault]:
        """Yield one fault for each problem of the field, with the first value that has only this problem."""
        is_valid = self.validity.is_valid
        broken: set[str] = set()
        for problem, value in self._values(field.schema):
            if problem in broken or (field.place == "header" and not isinstance(value, str)):
                continue  # every header is text
            made = with_value(request, field, value, is_valid)
            for each in self._fault(field.pointer, f"`{field.name}` {problem}", made):
                broken.add(problem)
                yield each
        if field.is_required:
            made = without(request, field, is_valid)
            yield from self._fault(field.pointer, f"`{field.name}` is missing", made)

    def _fault(self, pointer: str, problem: str, made: OperationRequest) -> Iterator[Fault]:
        if len(self.validity.breaches(self.operation, made)) == 1:
            yield Fault(pointer, problem, made)

    def _values(self, schema: Json) -> Iterator[tuple[str, Json]]:
        """Yield the values that violate the schema, several for a problem, with the problem in words."""
        whole = self.contract.resolve(schema)
        for problem, value in (*self._wrong_type(whole), *self._broken(whole)):
            if not self.validity.is_valid(whole, value):
                yield problem, value

    def _wrong_type(self, schema: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
        types = dict.fromkeys(self._types(schema))
        known = {*types, *(["integer"] if "number" in types else ["number"] if "integer" in types else [])}
        other = next((value for name, (_, value) in TYPES.items() if name not in known), None)
        if types and other is not None:
            yield f"is not {_alternatives(sorted(types, key=list(TYPES).index))}", other
        if "object" in types and "array" not in types:  # code for objects breaks on arrays in other places
            yield "is an array", ARRAY

    def _types(self, schema: Mapping[str, Json]) -> Iterator[str]:
        for each in self._parts(schema):
            yield from self._types(each)
        named = schema.get("type", ())
        yield from [named] if isinstance(named, str) else named

    def _parts(self, schema: Mapping[str, Json]) -> Iterator[Mapping[str, Json]]:
        parts = (part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ()))
        yield from map(self.contract.resolve, parts)

    def _broken(self, schema: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
        """Yield a value for each constraint of the schema other than its type."""
        for each in self._parts(schema):
            yield from self._broken(each)
        if "const" in schema:
            yield f"is not {one_line(schema['const'])}", _other(schema["const"])
        if schema.get("format") in WRONG_FORMATS:
            yield WRONG_FORMATS[schema["format"]]
        if "pattern" in schema:
            yield from self._mismatch(schema)
        if "enum" in schema:
            yield "is not a documented value", UNDOCUMENTED
        yield from _out_of_range(schema)
        if "items" in schema:
            for problem, value in self._values(schema["items"]):
                yield f"has an item that {problem}", [value]
        if isinstance(values := schema.get("additionalProperties"), Mapping):
            yield from self._broken_map(schema, values)

    def _broken_map(
        self, schema: Mapping[str, Json], values: Mapping[str, Json]
    ) -> Iterator[tuple[str, Json]]:
        """Yield a value for each constraint of the names and values of a map."""
        for problem, value in self._values(values):
            yield f"has a value that {problem}", {NAME: value}
        one = least(self.contract, values)
        if "maxProperties" in schema:
            names = range(schema["maxProperties"] + 1)
            yield f"has more than {schema['maxProperties']} fields", {f"{NAME}{each}": one for each in names}
        if "propertyNames" in schema:
            yield from (("has a field with an invalid name", {name: one}) for name in MISMATCHES)

    def _mismatch(self, schema: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
        is_uuid = self.contract.at("#/components/schemas/WrittenUuid").get("pattern") == schema["pattern"]
        problem = "is not a UUID" if is_uuid else f"does not match {one_line(schema['pattern'])}"
        yield from ((problem, each) for each in MISMATCHES)


def _alternatives(types: Sequence[str]) -> str:
    """Return the names of the types: `a string, an array or null`."""
    *others, last = [TYPES[each][0] for each in types]
    return f"{', '.join(others)} or {last}" if others else last


def _other(const: Json) -> Json:
    """Return another value of the same type."""
    return not const if isinstance(const, bool) else UNDOCUMENTED


def _out_of_range(schema: Mapping[str, Json]) -> Iterator[tuple[str, Any]]:
    if "minimum" in schema:
        for value in (schema["minimum"] - 1, -1):  # as a parameter, 0 may also mean false
            yield f"is below {schema['minimum']}", value
    if "maximum" in schema:
        yield f"is above {schema['maximum']}", schema["maximum"] + 1
    if "minLength" in schema:
        yield "is too short", "x" * (schema["minLength"] - 1)
    if schema.get("maxLength", MAX_SENT_CHARS) < MAX_SENT_CHARS:
        yield "is too long", "x" * (schema["maxLength"] + 1)
    if schema.get("minItems") == 1:
        yield "is empty", []
