"""Types of the fields in a record's lines, as the JSON Schema `record.schema.json` documents them.

Older records lack fields, so reading requires none; `record.py` decides which are required.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema_rs import Draft202012Validator

Schema = dict[str, Any]

SCHEMA_VERSION = 2
"""Version of the schema, in the first line of a record."""

SCHEMA = "record.schema.json"


def schema_text() -> str:
    """Return the JSON Schema of a line."""
    return (files("contract_tests.report") / SCHEMA).read_text("utf-8")


@cache
def _validators() -> Mapping[str, Draft202012Validator]:
    """Return the validators by the `type` of a line. Lines of other types are skipped."""
    lines = json.loads(schema_text())["$defs"]
    return {kind: Draft202012Validator(_without_required(line)) for kind, line in lines.items()}


def _without_required(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_required(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: _without_required(each)
        for name, each in schema.items()
        if not (name == "required" and isinstance(each, list))
    }


def problem(line: Mapping[str, Any]) -> str:
    """Return the error of the first invalid field, or an empty string."""
    version = line.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        return f"schema_version {version} is newer than {SCHEMA_VERSION}; use a newer langgraph-check"
    validate = _validators().get(str(line.get("type")))
    try:
        error = next(validate.iter_errors(line), None) if validate else None
    except UnicodeEncodeError:
        return "the name of a field contains a lone surrogate"
    if error is None:
        return ""
    return f"the field {'/'.join(map(str, error.instance_path))}: {error.message}"
