"""The input schema of a graph as the schema of a tool."""

import pytest

from mockserver.graphs.tool_input import tool_input

MESSAGES = {"type": "array", "title": "Messages", "items": {"anyOf": [{"$ref": "#/$defs/HumanMessage"}]}}


def test_a_list_of_messages_is_a_text():
    schema_sent = tool_input({"type": "object", "properties": {"messages": MESSAGES}})
    assert schema_sent["properties"]["messages"]["type"] == "string"
    assert schema_sent["properties"]["messages"]["title"] == "Messages"


def test_definitions_in_use_stay_even_if_only_another_one_refers_to_them():
    definitions = {
        "HumanMessage": {"type": "object"},
        "Tree": {"properties": {"leaf": {"$ref": "#/$defs/Leaf"}, "below": {"$ref": "#/$defs/Tree"}}},
        "Leaf": {"type": "string"},
    }
    schema = {"properties": {"messages": MESSAGES, "tree": {"$ref": "#/$defs/Tree"}}, "$defs": definitions}
    schema_sent = tool_input(schema)
    assert set(schema_sent["$defs"]) == {"Leaf", "Tree"}
    assert schema_sent["properties"]["tree"] == schema["properties"]["tree"]


def test_other_schema_keywords_stay():
    schema = {"type": "object", "title": "Work", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    assert tool_input(schema) == schema


def test_a_schema_without_a_type_is_an_object():
    assert tool_input({"properties": {}})["type"] == "object"


@pytest.mark.parametrize("schema", [None, {"type": "array"}, {"type": "string"}])
def test_unknown_or_non_object_input_is_any_object(schema):
    assert tool_input(schema) == {"type": "object"}
