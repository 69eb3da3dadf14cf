"""The JSON Schema of the format, for editors."""

import json

import jsonschema_rs
import pytest

from mockserver.scenarios import schema, yaml_source

LINE = "# yaml-language-server: $schema="


@pytest.fixture(scope="module")
def validator():
    return jsonschema_rs.validator_for(json.loads(schema.FILE.read_text()))


def test_the_file_is_up_to_date():
    assert schema.FILE.read_text() == schema.text(), "run python -m mockserver.scenarios.schema"


def test_every_example_is_valid_and_names_the_schema(examples, validator):
    files = [*examples.rglob("*.yaml")]
    assert len(files) > 40
    for file in files:
        document, _ = yaml_source.read(file.read_text())
        assert not [*validator.iter_errors(document)], file
        first = file.read_text().splitlines()[0]
        assert first.startswith(LINE)
        assert (file.parent / first.removeprefix(LINE)).read_text() == schema.FILE.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "steps: [Hello, {say: Hi, node: a}]",
        "turns: [{when: a, say: b}, {when: {turn: 2}, steps: [x]}, x]",
        "steps: [{wait: 1.5}, {wait: 400ms}]",
        "error: It broke",
        "interrupt: 1\nanswers: [{when: a, say: b}, c]",
    ],
)
def test_short_forms_are_valid(text, validator):
    assert validator.is_valid(yaml_source.read(text)[0])


@pytest.mark.parametrize(
    "text",
    ["sya: Hello", "steps: [{sya: Hello}]", "steps: [{wait: 5 years}]", "turns: []", "tools: [{nme: x}]"],
)
def test_mistakes_are_invalid(text, validator):
    assert not validator.is_valid(yaml_source.read(text)[0])


def test_every_key_is_described():
    parts = schema.json_schema()["$defs"]
    undescribed = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, there in part.get("properties", {}).items()
        if not ("description" in there or "$ref" in there)
    ]
    assert undescribed == []
