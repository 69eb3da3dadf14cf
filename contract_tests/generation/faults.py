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
}
"""Format -> the fault, and a value that does not have it."""

UNDOCUMENTED = "undocumented"
"""Value that no enumeration contains."""

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
            for problem, value in self._values(field.schema):
                if field.place == "header" and not isinstance(value, str):
                    continue  # every header is text
                yield from self._fault(field, problem, with_value(request, field, value))
            if field.is_required:
                yield from self._fault(field, "is missing", without(request, field))
        if self.operation.body is not None:
            for problem, content in BODIES.items():
                made = replace(request, body=content)
                if self.validity.breaches(self.operation, made):
                    yield Fault("/body", f"the body {problem}", made)

    def _fault(self, field: Field, problem: str, made: OperationRequest | None) -> Iterator[Fault]:
        if made is not None and len(self.validity.breaches(self.operation, made)) == 1:
            yield Fault(field.pointer, f"`{field.name}` {problem}", made)

    def _values(self, schema: Json) -> Iterator[tuple[str, Json]]:
        """Yield one value for each way to violate the schema, with the problem in words."""
        whole = self.contract.resolve(schema)
        found: dict[str, Json] = {}
        for problem, value in (*self._wrong_type(whole), *self._broken(whole)):
            if not self.validity.is_valid(whole, value):
                found.setdefault(problem, value)
        yield from found.items()

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
        yield from map(self.contract.resolve, schema.get("anyOf", schema.get("oneOf", ())))

    def _broken(self, schema: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
        """Yield a value for each constraint of the schema other than its type."""
        for each in self._parts(schema):
            yield from self._broken(each)
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

    def _mismatch(self, schema: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
        pattern = {"pattern": schema["pattern"]}
        value = next((each for each in MISMATCHES if not self.validity.is_valid(pattern, each)), None)
        if value is not None:
            is_uuid = self.contract.at("#/components/schemas/WrittenUuid").get("pattern") == schema["pattern"]
            yield "is not a UUID" if is_uuid else f"does not match {one_line(schema['pattern'])}", value


def _alternatives(types: Sequence[str]) -> str:
    """Return the names of the types: `a string, an array or null`."""
    *others, last = [TYPES[each][0] for each in types]
    return f"{', '.join(others)} or {last}" if others else last


def _out_of_range(schema: Mapping[str, Json]) -> Iterator[tuple[str, Any]]:
    if "minimum" in schema:
        yield f"is below {schema['minimum']}", schema["minimum"] - 1
    if "maximum" in schema:
        yield f"is above {schema['maximum']}", schema["maximum"] + 1
    if "minLength" in schema:
        yield "is too short", "x" * (schema["minLength"] - 1)
    if schema.get("maxLength", MAX_SENT_CHARS) < MAX_SENT_CHARS:
        yield "is too long", "x" * (schema["maxLength"] + 1)
    if schema.get("minItems") == 1:
        yield "is empty", []
