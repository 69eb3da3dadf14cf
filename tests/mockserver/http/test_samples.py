"""Sample values that match a schema, made from the schema alone."""

from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

from contract_tests.contract import Contract
from mockserver.http.openapi.samples import Recursion, Samples

COMPONENTS = {
    "Tree": {
        "type": "object",
        "properties": {"left": {"$ref": "#/components/schemas/Tree"}, "size": {"type": "integer"}},
    },
    "Endless": {
        "type": "object",
        "required": ["next"],
        "properties": {"next": {"$ref": "#/components/schemas/Endless"}},
    },
    "Name": {"type": "string", "minLength": 10},
}


def sample(schema):
    document = {"components": {"schemas": COMPONENTS}}
    return Samples(Contract(Path("test.yaml"), document, "")).of(schema)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": 7}, 7),
        ({"const": None}, None),
        ({"type": "string", "example": "an example"}, "an example"),
        ({"type": "string", "examples": ["one", "two"]}, "one"),
        ({"enum": ["red", "green"]}, "red"),
        ({"type": "boolean"}, True),
        ({"type": "null"}, None),
        ({"type": ["null", "integer"]}, 0),
        ({"type": "integer", "minimum": 3}, 3),
        ({"type": "number", "exclusiveMinimum": 3}, 4),
        ({"type": "integer", "maximum": -2}, -2),
        ({"type": "string", "maxLength": 3}, "str"),
        ({"$ref": "#/components/schemas/Name"}, "string...."),
        ({"type": "array", "items": {"type": "integer"}}, [0]),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, [0, 0]),
        ({"type": "array"}, []),
        ({"type": "array", "prefixItems": [{"const": "a"}, {"const": 1}]}, ["a", 1]),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Endless"}}, []),
        ({"properties": {"a": {"type": "integer"}}}, {"a": 0}),
        ({"type": "object", "required": ["b"]}, {"b": {}}),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 0),
        ({"oneOf": [{"$ref": "#/components/schemas/Endless"}, {"type": "null"}]}, None),
        ({"type": "object", "anyOf": [{"required": ["a"]}]}, {"a": {}}),
        (
            {"allOf": [{"properties": {"a": {"const": 1}}}], "properties": {"b": {"const": 2}}},
            {"a": 1, "b": 2},
        ),
        ({"allOf": [{"$ref": "#/components/schemas/Name"}], "description": "text"}, "string...."),
        ({"$ref": "#/components/schemas/Tree"}, {"size": 0}),
        ({"type": "string", "contentSchema": {"type": "object"}}, "{}"),
        ({}, {}),
        (True, {}),
    ],
)
def test_the_plainest_value_is_made_and_fits(schema, value):
    sample_value = sample(schema)
    assert sample_value == value
    full_schema = schema if isinstance(schema, bool) else {**schema, "components": {"schemas": COMPONENTS}}
    assert Draft202012Validator(full_schema, validate_formats=True).is_valid(sample_value)


@pytest.mark.parametrize(
    "name", ["uuid", "date-time", "date", "time", "duration", "email", "uri", "hostname", "ipv4"]
)
def test_a_string_has_its_format(name):
    schema = {"type": "string", "format": name}
    assert Draft202012Validator(schema, validate_formats=True).is_valid(sample(schema))


def test_an_endlessly_recursive_schema_has_no_sample():
    with pytest.raises(Recursion):
        sample({"$ref": "#/components/schemas/Endless"})
