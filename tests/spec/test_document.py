"""Tests of the document: it is valid, and every library that reads it can parse it."""

import re
import warnings

import openapi_core
import pytest
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from contract_tests import contract

CONTRACT = contract.load()

ERROR = {"$ref": "#/components/schemas/ErrorResponse"}

NEVER_GRANTED = {"get_mcp", "delete_mcp"}
"""Optional MCP operations that servers reject; an example body would add nothing."""


def test_the_document_is_valid_openapi_3_1():
    errors = [error.message for error in OpenAPIV31SpecValidator(CONTRACT.document).iter_errors()]
    assert errors == []


def test_openapi_core_loads_it():
    openapi_core.OpenAPI.from_dict(CONTRACT.document)


def test_schemathesis_loads_every_operation():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import warns about deprecations in other packages
        import schemathesis  # noqa: PLC0415
    schema = schemathesis.openapi.from_dict(CONTRACT.document)
    loaded = {result.ok().definition.raw["operationId"] for result in schema.get_all_operations()}
    assert loaded == set(CONTRACT.by_id)


def test_every_schema_compiles():
    for name in CONTRACT.document["components"]["schemas"]:
        root = {**CONTRACT.document, "$ref": f"#/components/schemas/{name}"}
        Draft202012Validator(root, validate_formats=True)


def test_every_reference_resolves():
    def walk(node):
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                CONTRACT.at(node["$ref"])
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(CONTRACT.document["paths"])


def test_every_operation_has_a_tag_that_is_described():
    tags = [tag["name"] for tag in CONTRACT.document["tags"]]
    assert {name for operation in CONTRACT.operations for name in operation.raw["tags"]} == {*tags}
    assert len(tags) == len({*tags})


SUBSCHEMAS = ("items", "additionalProperties")


def typed(schema, place):
    """Yield each part of a schema for which generators emit a type, with its place."""
    yield place, schema
    for word in SUBSCHEMAS:
        if isinstance(schema.get(word), dict):
            yield from typed(schema[word], f"{place}/{word}")
    for word in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for number, part in enumerate(schema.get(word, ())):
            yield from typed(part, f"{place}/{word}/{number}")
    for name, part in schema.get("properties", {}).items():
        yield from typed(part, f"{place}/{name}")


def all_parts():
    """Yield each part of each schema in components, parameters, requests and responses."""
    for name, schema in CONTRACT.document["components"]["schemas"].items():
        yield from typed(schema, name)
    for operation in CONTRACT.operations:
        for parameter in operation.parameters:
            yield from typed(parameter["schema"], f"{operation.id}/{parameter['name']}")
        for holder in (operation.raw.get("requestBody", {}), *operation.responses.values()):
            for media in holder.get("content", {}).values():
                yield from typed(media["schema"], operation.id)


PARTS = list(all_parts())


def is_one(schema, kind):
    types = schema.get("type", ())
    return kind in ([types] if isinstance(types, str) else types)


class TestForCodeGenerators:
    """Rules explained in spec/README.md; tests/frontend/test_generators.py generates the clients."""

    def test_every_object_with_fields_has_a_name(self):
        places = [place for place, schema in PARTS if "properties" in schema and "/" in place]
        assert [place for place in places if not place.startswith("ContentBlock/allOf/")] == []

    def test_every_enumeration_of_texts_has_a_name(self):
        assert [
            place for place, schema in PARTS if "/" in place and is_one(schema, "string") and "enum" in schema
        ] == []

    def test_every_array_has_items(self):
        assert [place for place, schema in PARTS if is_one(schema, "array") and "items" not in schema] == []

    def test_every_object_documents_its_fields(self):
        kinds = {"properties", "additionalProperties", "oneOf"}
        assert [
            place for place, schema in PARTS if is_one(schema, "object") and not kinds & schema.keys()
        ] == []

    def test_no_field_of_a_schema_has_a_default_itself(self):
        fields = [
            f"{name}/{field}"
            for name, schema in CONTRACT.document["components"]["schemas"].items()
            for field, part in schema.get("properties", {}).items()
            if "default" in part
        ]
        assert fields == []

    def test_every_const_and_enumeration_has_a_type(self):
        assert [
            place for place, schema in PARTS if {"const", "enum"} & schema.keys() and "type" not in schema
        ] == []

    def test_a_choice_is_between_schemas_and_not_between_fields(self):
        choices = [
            (place, option)
            for place, schema in PARTS
            for option in [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        ]
        assert [place for place, option in choices if "required" in option] == []

    def test_nothing_extends_another_object(self):
        assert [
            place for place, schema in PARTS if any("$ref" in part for part in schema.get("allOf", ()))
        ] == []

    def test_every_shared_response_is_written_out(self):
        unused = CONTRACT.document["components"].get("responses", {})
        assert sorted(unused) == [], "add an example for each status that refers to these, run spec/merge.py"


@pytest.mark.parametrize("operation", CONTRACT.operations, ids=lambda operation: operation.id)
class TestEveryOperation:
    def test_is_named_verb_noun(self, operation):
        assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", operation.id)

    def test_has_a_tier_and_a_summary(self, operation):
        assert operation.tier in {1, 2, 3}
        assert operation.raw["summary"].endswith((".", "?"))

    def test_documents_a_success_and_no_server_error(self, operation):
        assert bool(operation.success) == (operation.id not in NEVER_GRANTED)
        assert not [status for status in operation.responses if status >= 500]

    def test_errors_have_a_detail(self, operation):
        for status, response in operation.responses.items():
            if status >= 400 and (status in {401, 422} or operation.id not in NEVER_GRANTED):
                schema = response["content"]["application/json"]["schema"]
                assert ERROR in schema.get("anyOf", [schema]), (operation.id, status)

    def test_documents_401_outside_of_the_system_area(self, operation):
        assert (401 in operation.responses) == (operation.area != "system")
