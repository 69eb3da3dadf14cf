"""Tests of upstream.py: it finds every difference between two documents, and requires a table row for it."""

import importlib.util
import sys
from pathlib import Path

import pytest

from contract_tests.contract import Contract

FILE = Path(__file__).parents[2] / "spec" / "upstream.py"


@pytest.fixture(scope="module")
def upstream():
    spec = importlib.util.spec_from_file_location("upstream", FILE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["upstream"] = module
    spec.loader.exec_module(module)
    return module


def document(operation, schemas=None):
    return Contract(
        FILE, {"paths": {"/a": {"post": operation}}, "components": {"schemas": schemas or {}}}, ""
    )


def responding(schema, schemas=None):
    content = {"application/json": {"schema": schema}}
    return document({"responses": {"200": {"content": content}}}, schemas)


def texts(upstream, ours, theirs):
    return [difference.text for difference in upstream.compare(ours, theirs)]


def test_equal_documents_do_not_differ(upstream):
    one = responding({"$ref": "#/components/schemas/A"}, {"A": {"properties": {"x": {"type": "string"}}}})
    other = responding({"type": "object", "properties": {"x": {"type": "string"}}})
    assert texts(upstream, one, other) == ["response 200 body: object -> any"]
    assert texts(upstream, one, one) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "difference"),
    [
        ({"responses": {"204": {}}}, {"responses": {}}, "status 204 added"),
        ({"responses": {}}, {"responses": {"200": {}}}, "status 200 absent"),
        (
            {"responses": {}, "parameters": [{"in": "query", "name": "q"}]},
            {"responses": {}},
            "parameter query q added",
        ),
    ],
)
def test_statuses_and_parameters_are_compared(upstream, ours, theirs, difference):
    assert texts(upstream, document(ours), document(theirs)) == [difference]


def test_a_field_that_became_nullable_required_or_vanished_is_found_at_its_path(upstream):
    ours = responding({"items": {"properties": {"x": {"type": ["string", "null"]}}, "required": ["x"]}})
    theirs = responding({"items": {"properties": {"x": {"type": "string"}, "y": {}}}})
    assert texts(upstream, ours, theirs) == [
        "response 200 [].x: string -> null|string required",
        "response 200 [].y absent",
    ]


def test_a_recursive_schema_is_compared(upstream):
    tree = {"T": {"type": "object", "properties": {"child": {"$ref": "#/components/schemas/T"}}}}
    assert texts(upstream, responding({"$ref": "#/components/schemas/T"}, tree), responding({})) != []


def test_operations_are_compared(upstream):
    none = Contract(FILE, {"paths": {}}, "")
    assert texts(upstream, document({"responses": {}}), none) == ["operation added"]
    assert texts(upstream, none, document({"responses": {}})) == ["operation absent"]


def test_rows_match_by_wildcards_and_brackets_are_literal(upstream):
    row = upstream.Departure("* /a*", "response 200 [].x: * -> *", "because")
    assert row.explains(upstream.Difference("POST /a/b", "response 200 [].x: string -> any"))
    assert not row.explains(upstream.Difference("POST /a/b", "response 200 x: string -> any"))


def test_the_table_is_read_from_the_readme_and_every_row_has_a_reason(upstream):
    rows = upstream.table(FILE.parent / "README.md")
    assert len(rows) > 20
    assert all(row.reason.strip() for row in rows)
    assert any("|" in row.difference for row in rows)


def test_a_slash_at_the_end_of_a_path_is_not_a_difference(upstream):
    one, other = ({"paths": {path: {"post": {"responses": {}}}}} for path in ("/a", "/a/"))
    assert upstream.compare(Contract(FILE, one, ""), Contract(FILE, other, "")) == []


def test_fields_that_are_required_on_one_side_of_a_choice_count_as_required(upstream):
    properties = {"x": {"type": "string"}, "y": {"type": "string"}}
    sides = {"if": {"required": ["x"]}, "then": {"not": {"required": ["y"]}}, "else": {"required": ["y"]}}
    options = {"oneOf": [{"required": ["x"]}, {"required": ["y"]}]}
    ours = responding({"type": "object", "properties": properties, **sides})
    theirs = responding({"type": "object", "properties": properties, **options})
    assert texts(upstream, ours, theirs) == []


def test_items_without_constraints_are_not_a_difference(upstream):
    assert texts(upstream, responding({"type": "array", "items": {}}), responding({"type": "array"})) == []
