"""Sample values of schemas: the schema's example, or the plainest value of its type."""

from collections.abc import Mapping
from math import inf
from types import MappingProxyType
from typing import Any

import orjson

from contract_tests.contract import Contract

TEXTS = MappingProxyType(
    {
        "uuid": "00000000-0000-4000-8000-000000000000",
        "date-time": "2025-01-01T00:00:00+00:00",
        "date": "2025-01-01",
        "time": "00:00:00Z",
        "duration": "PT1M",
        "email": "someone@example.com",
        "uri": "http://example.com/",
        "hostname": "example.com",
        "ipv4": "192.0.2.1",
    }
)
"""Sample strings by format."""


MAX_VALUES = 10_000
"""Maximum number of parts of a sample: references may multiply them without end."""

MAX_CHARS = 10_000
"""Maximum length that a string is padded to."""


class Recursion(Exception):
    """The schema contains itself at this point; an optional part is then left out."""


class Samples:
    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._values_left = MAX_VALUES

    def of(self, schema: Any, within: tuple[str, ...] = ()) -> Any:
        """Return a sample of the schema. `within` are the references that led here.

        Raises:
            Recursion: a required part has the schema itself, or the sample has too many parts.

        """
        self._values_left -= 1
        if self._values_left < 0:
            raise Recursion
        while isinstance(schema, Mapping) and "$ref" in schema:
            if schema["$ref"] in within:
                raise Recursion
            within += (schema["$ref"],)
            schema = {**self._contract.at(schema["$ref"]), **without(schema, "$ref")}
        if not isinstance(schema, Mapping):
            return {}
        if listed := examples(schema):
            return listed[0]
        if "allOf" in schema:
            return self._all(schema, within)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return self._any(schema[keyword], without(schema, keyword), within)
        return self._typed(schema, within)

    def _all(self, schema: Mapping[str, Any], within: tuple[str, ...]) -> Any:
        parts = [self.of(part, within) for part in schema["allOf"]]
        rest = without(schema, "allOf")
        if "type" in rest or "properties" in rest:
            parts.append(self.of(rest, within))
        merged: dict[str, Any] = {}
        for part in parts:
            if not isinstance(part, dict):
                return part
            merged |= part
        return merged

    def _any(self, choices: list[Any], rest: Mapping[str, Any], within: tuple[str, ...]) -> Any:
        """Return a sample of the first choice that has one; null comes last, as the least helpful."""
        for choice in sorted(choices, key=lambda choice: choice.get("type") == "null"):
            try:
                return self.of({**rest, **choice}, within)
            except Recursion:
                continue
        raise Recursion

    def _typed(self, schema: Mapping[str, Any], within: tuple[str, ...]) -> Any:
        types = schema.get("type", "array" if "items" in schema else "object")
        type_name = types if isinstance(types, str) else next((t for t in types if t != "null"), "null")
        if type_name == "object":
            return self._object(schema, within)
        if type_name == "array":
            return self._array(schema, within)
        if type_name == "string":
            return self._text(schema, within)
        if type_name in ("integer", "number"):
            return min(
                schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1), schema.get("maximum", inf)
            )
        return True if type_name == "boolean" else None

    def _text(self, schema: Mapping[str, Any], within: tuple[str, ...]) -> str:
        if "contentSchema" in schema:
            return orjson.dumps(self.of(schema["contentSchema"], within)).decode()
        text: str = TEXTS.get(schema.get("format", ""), "string")
        return text.ljust(min(schema.get("minLength", 0), MAX_CHARS), ".")[: schema.get("maxLength")]

    def _object(self, schema: Mapping[str, Any], within: tuple[str, ...]) -> dict[str, Any]:
        required = schema.get("required", ())
        properties = schema.get("properties", {})
        fields = {}
        for name in [*properties, *(name for name in required if name not in properties)]:
            try:
                fields[name] = self.of(properties.get(name, {}), within)
            except Recursion:
                if name in required:
                    raise
        return fields

    def _array(self, schema: Mapping[str, Any], within: tuple[str, ...]) -> list[Any]:
        items = [self.of(item, within) for item in schema.get("prefixItems", ())]
        missing = min(max(schema.get("minItems", 0), 1), MAX_VALUES) - len(items)
        try:
            return items + [self.of(schema["items"], within) for _ in range(missing) if "items" in schema]
        except Recursion:
            if schema.get("minItems"):
                raise
            return items


def examples(schema: Mapping[str, Any]) -> list[Any]:
    """Return the values that the schema itself lists."""
    if "const" in schema:
        return [schema["const"]]
    if "example" in schema:
        return [schema["example"]]
    return list(schema.get("examples") or schema.get("enum") or ())


def without(schema: Mapping[str, Any], keyword: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != keyword}
