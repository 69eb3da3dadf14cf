"""Validation of our requests before they are sent.

A parameter is text: it is invalid only if no reasonable reading of the text is valid. Servers read `+5`,
`1.0` or `yes` differently, so these count as valid.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from contract_tests.client.operation_request import NoBody, OperationRequest, as_text
from contract_tests.contract import Contract, Json, Operation
from contract_tests.text.visible import one_line, pointed
from contract_tests.validation.alternatives import named, of_meant

BOOLEANS = {"true": True, "false": False}
MAYBE_BOOLEAN = re.compile(r"\s*(true|false|t|f|yes|no|y|n|on|off|1|0|1\.0|0\.0)?\s*", re.IGNORECASE)
INTEGER = re.compile(r"-?[0-9]+")
MAYBE_INTEGER = re.compile(r"\s*[+-]?[0-9_]*\.?[0-9_]*(e[+-]?[0-9]+)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Breach:
    """Place where a value violates its schema, with the expected and the actual value."""

    pointer: str
    """JSON pointer. Each array item is `*`, so that ten equal mistakes count as one."""
    expected: str
    found: Json


@dataclass(frozen=True)
class Validity:
    contract: Contract
    _validators: dict[str, Draft202012Validator] = field(default_factory=dict, init=False, repr=False)

    def breaches(self, operation: Operation, request: OperationRequest) -> tuple[str, ...]:
        """Return why the request certainly violates the contract; empty if it may be valid."""
        parameters = (f"{name} {problem}" for name, problem in self.of_parameters(operation, request))
        return (*parameters, *self._body(operation, request.body))

    def may_be_refused(self, operation: Operation, request: OperationRequest) -> bool:
        """Return whether a server may reject the valid request, because one of its values is optional."""
        return bool(self.optional_values(operation, request))

    def optional_values(self, operation: Operation, request: OperationRequest) -> tuple[str, ...]:
        """Return the values of a valid request that a server may reject, each with its place."""
        return self._strict.breaches(self._strict.contract.by_id[operation.id], request)

    @cached_property
    def _strict(self) -> "Validity":
        """Validity by the contract without the values that a server may reject."""
        return Validity(replace(self.contract, document=_without_optional_values(self.contract.document)))

    def is_valid(self, schema: Mapping[str, Json], value: Json) -> bool:
        return _is_unicode(value) and self._validator(schema).is_valid(value)

    def breaches_of(self, schema: Mapping[str, Json], value: Json) -> Iterator[Breach]:
        """Yield the violations of a schema by a value."""
        whole = self._whole(schema)
        if not _is_unicode(value):
            yield Breach("", "Unicode", "half of a surrogate pair")
            return
        for error in chain.from_iterable(map(of_meant, self._validator(schema).iter_errors(value))):
            place = ["*" if isinstance(part, int) else str(part) for part in error.instance_path]
            yield Breach(pointed(place), _expected(error, whole), error.instance)

    def _validator(self, schema: Mapping[str, Json]) -> Draft202012Validator:
        """Return the validator of a schema, which is compiled once. It raises on half of a surrogate pair."""
        key = repr(schema)
        if key not in self._validators:
            self._validators[key] = Draft202012Validator(self._whole(schema), validate_formats=True)
        return self._validators[key]

    def _whole(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        """Return the schema with the components, unless it refers to none: to compile them takes 3 ms."""
        if "$ref" not in repr(schema):
            return dict(schema)
        return {"components": self.contract.document.get("components", {}), **schema}

    def of_parameters(self, operation: Operation, request: OperationRequest) -> Iterator[tuple[str, str]]:
        """Yield the invalid parameters, each with its problem."""
        given = {
            "path": request.path,
            "query": request.query,
            "header": {name.lower(): value for name, value in request.headers.items()},
        }
        for parameter in operation.parameters:
            place, name = parameter["in"], parameter["name"]
            value = given[place].get(name.lower() if place == "header" else name)
            if value is None and parameter.get("required"):
                yield f"{place} parameter {name}", "is missing"
            if value is not None and not self._is_readable(parameter, value):
                yield f"{place} parameter {name}", f"= {value!r} is invalid"

    def _is_readable(self, parameter: Mapping[str, Json], value: Any) -> bool:
        schema = self.contract.resolve(parameter["schema"])
        # An empty parameter counts as absent.
        texts = list(filter(None, map(as_text, value if isinstance(value, list) else [value])))
        if parameter.get("x-lenient") or not texts:
            return True
        if schema.get("type") == "array" or (isinstance(value, list) and self._is_optional(schema, texts)):
            return self.is_valid(schema, texts)
        # A server may read any one of the repeated values.
        return any(self._has_reading(schema, text) for text in texts)

    def _is_optional(self, schema: Mapping[str, Json], texts: Json) -> bool:
        """Return whether the schema excludes repeated values, as one without optional values does."""
        return "not" in schema and self.is_valid(schema["not"], texts)

    def _has_reading(self, schema: Mapping[str, Json], text: str) -> bool:
        if "anyOf" in schema:
            return any(self._has_reading(self.contract.resolve(each), text) for each in schema["anyOf"])
        kind = schema.get("type")
        return _is_doubtful(kind, text) or self.is_valid(schema, _read(kind, text))

    def _body(self, operation: Operation, body: Json) -> Iterator[str]:
        if operation.body is None:
            return
        if isinstance(body, NoBody):
            if operation.raw["requestBody"].get("required"):
                yield "the body is missing"
        elif isinstance(body, bytes):
            yield "the body is not valid JSON"
        elif not _is_unicode(body):
            yield "the body has half of a surrogate pair"
        else:
            errors = self._validator(operation.body).iter_errors(body)
            yield from (f"body at {list(error.instance_path)}: {error.message}" for error in errors)


def _without_optional_values(schema: Json) -> Any:
    """Return the schema, in which no value matches `x-may-refuse` or only an alternative `{}`."""
    if isinstance(schema, list):
        return [_without_optional_values(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    strict = {name: _without_optional_values(each) for name, each in schema.items()}
    if isinstance(strict.get("anyOf"), list):
        strict["anyOf"] = [each for each in strict["anyOf"] if each]
    return strict | {"not": schema["x-may-refuse"]} if "x-may-refuse" in schema else strict


def _expected(error: ValidationError, schema: Json) -> str:
    """Return what the schema expects at the place of the error."""
    if isinstance(error.kind, ValidationErrorKind.Required):
        return f"the field {error.kind.property}"
    for part in error.schema_path:
        schema = schema[part]
    if isinstance(error.kind, ValidationErrorKind.AnyOf | ValidationErrorKind.OneOfNotValid):
        return " or ".join(map(named, schema))
    return f"{error.schema_path[-1]} {one_line(schema)}"


def _read(kind: Json, text: str) -> Json:
    if kind == "integer" and INTEGER.fullmatch(text):
        return int(text)
    return BOOLEANS.get(text, text) if kind == "boolean" else text


def _is_doubtful(kind: Json, text: str) -> bool:
    if kind == "boolean":
        return text not in BOOLEANS and MAYBE_BOOLEAN.fullmatch(text) is not None
    return kind == "integer" and not INTEGER.fullmatch(text) and MAYBE_INTEGER.fullmatch(text) is not None


def _is_unicode(value: Json) -> bool:
    """Return whether the value has no half of a surrogate pair, which JSON can escape."""
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError:
        return not any("\ud800" <= each <= "\udfff" for each in json.dumps(value, ensure_ascii=False))
    return True
