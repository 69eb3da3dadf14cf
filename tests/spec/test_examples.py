"""Tests of the examples: every operation and documented status has one, and all of them are valid."""

from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from contract_tests import contract

CONTRACT = contract.load()
FILES = sorted((Path(__file__).parents[2] / "spec" / "examples").glob("*.yaml"))


@cache
def read(file):
    """Return the operation and the example of a file."""
    return CONTRACT.by_id[file.stem.split(".")[0]], yaml.safe_load(file.read_text())


def valid(schema, value):
    root = {**CONTRACT.document, **schema}
    Draft202012Validator(root, validate_formats=True).validate(value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestEveryExample:
    def test_request_is_one_of_its_operation(self, file):
        operation, example = read(file)
        assert example["request"]["method"] == operation.method
        template = operation.path.split("/")
        path = example["request"]["path"].split("?")[0].split("/")
        assert len(path) == len(template)
        assert all(want.startswith("{") or want == got for want, got in zip(template, path, strict=True))

    def test_has_the_body_that_is_documented(self, file):
        operation, example = read(file)
        response = operation.responses[example["response"]["status"]]
        assert {"body", "events", "text"}.isdisjoint(example["response"]) == ("content" not in response)
        if "text" in example["response"]:
            assert any(media.startswith("text/") for media in response["content"])
        if "events" in example["response"]:
            assert "text/event-stream" in response["content"]
        if "body" in example["response"]:
            valid(response["content"]["application/json"]["schema"], example["response"]["body"])

    def test_request_is_valid_unless_the_response_rejects_it(self, file):
        operation, example = read(file)
        if operation.body and example["response"]["status"] not in {400, 422}:
            valid(operation.body, example["request"]["body"])

    def test_has_the_headers_that_are_documented(self, file):
        operation, example = read(file)
        documented = operation.responses[example["response"]["status"]].get("headers", {})
        required = {name for name, header in documented.items() if CONTRACT.resolve(header).get("required")}
        assert required <= set(example["response"].get("headers", {})) <= set(documented)
