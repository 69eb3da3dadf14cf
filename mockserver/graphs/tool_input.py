"""Input schema of a graph for a tool: simplified, so that a model can fill it without message types."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

Schema = Mapping[str, Any]

ANYTHING: Schema = {"type": "object"}

REFERENCE = re.compile(r'"#/\$defs/([^"/]+)"')
MESSAGE = "HumanMessage"
"""Definition whose references identify lists of messages."""


def tool_input(schema: Schema | None) -> Schema:
    """Return an object schema. Lists of messages become a string, which graphs accept, too."""
    if schema is None or schema.get("type", "object") != "object":
        return ANYTHING
    properties = {name: _property(of) for name, of in schema.get("properties", {}).items()}
    rest = {name: part for name, part in schema.items() if name != "$defs"}
    definitions = _definitions(properties, schema.get("$defs", {}))
    return {**ANYTHING, **rest, "properties": properties, **definitions}


def _property(schema: Schema) -> Schema:
    if schema.get("type") != "array" or MESSAGE not in _referred(schema):
        return schema
    title = {"title": schema["title"]} if "title" in schema else {}
    return {"type": "string", **title, "description": "The message of the user."}


def _definitions(schema: Schema, definitions: Schema) -> Schema:
    """Return the definitions that are referenced, directly or through other definitions."""
    used: dict[str, Any] = {}
    while new := _referred([schema, used]) & definitions.keys() - used.keys():
        used |= {name: definitions[name] for name in sorted(new)}
    return {"$defs": used} if used else {}


def _referred(schema: Any) -> set[str]:
    return set(REFERENCE.findall(orjson.dumps(schema).decode()))
