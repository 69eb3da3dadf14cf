"""Smallest useful value of a schema, without regard to what the target has. Each array has one item."""

import re
from collections.abc import Mapping

from contract_tests.contract import Contract, Json

TEXT, ID = "text", "11111111-1111-4111-8111-111111111111"

TEXTS = (TEXT, ID, "values.text", "0", "*/*")
"""Texts of which one matches each pattern."""

FORMATS: Mapping[str, str] = {"uuid": ID, "date-time": "2030-01-01T00:00:00Z"}

VALUES: Mapping[str, Json] = {"number": 1, "integer": 1, "boolean": True, "null": None}
"""Type -> a value of it."""


def least(contract: Contract, schema: Json) -> Json:
    """Return the first documented value, or else the smallest one that has the required fields."""
    schema = contract.resolve(schema)
    named = [*schema.get("examples", ()), *schema.get("enum", ())]
    named += [schema["const"]] if "const" in schema else []
    parts = schema.get("anyOf", schema.get("oneOf"))
    if named or parts:
        return named[0] if named else least(contract, parts[0])
    match kinds(schema)[0]:
        case "object":
            whole = contract.whole(schema)
            return {name: least(contract, whole["properties"].get(name, {})) for name in whole["required"]}
        case "array":
            return [least(contract, schema["items"])]
        case "string":
            return _text(schema)
        case kind:
            return schema.get("minimum", VALUES[kind])


def kinds(schema: Mapping[str, Json]) -> list[str]:
    """Return the types that the schema names; of one that names none, the type that its keywords imply."""
    named = schema.get("type", "object" if {"properties", "allOf"} & schema.keys() else "string")
    return [named] if isinstance(named, str) else list(named)


def _text(schema: Mapping[str, Json]) -> str:
    """Return a text of the format that matches the pattern. Patterns of JSON Schema may match anywhere."""
    pattern = re.compile(schema.get("pattern", ""))
    known = (FORMATS.get(schema.get("format", ""), TEXT), *TEXTS)
    return next((each for each in known if pattern.search(each)), TEXT)
