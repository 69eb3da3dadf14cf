"""Tests of the document of the control plane: valid, complete, and its examples match its schemas."""

import re
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from mockserver.control import handlers
from mockserver.control_plane import control_contract
from mockserver.http.openapi.routing_view import CONTRACT_URN
from mockserver.http.openapi.schemas import Schemas, address

CONTROL = control_contract()
SCHEMAS = Schemas({CONTRACT_URN: CONTROL})


def media_types(node, pointer="#"):
    """Yield the pointer of each media type or parameter with a schema and examples, and those examples."""
    if isinstance(node, dict):
        if "schema" in node and ("examples" in node or "example" in node):
            yield pointer, node.get("examples", {"example": {"value": node.get("example")}})
        for key, value in node.items():
            yield from media_types(value, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from media_types(value, f"{pointer}/{index}")


EXAMPLES = [
    (pointer, name, example["value"])
    for pointer, examples in media_types(CONTROL.document)
    for name, example in examples.items()
]


def test_the_document_is_valid():
    OpenAPIV31SpecValidator(dict(CONTROL.document)).validate()


@pytest.mark.parametrize(("pointer", "name", "value"), EXAMPLES, ids=[f"{p}:{n}" for p, n, _ in EXAMPLES])
def test_the_examples_match_the_schemas(pointer, name, value):
    SCHEMAS.compile([address(CONTRACT_URN, f"{pointer}/schema")]).validate(value)


@pytest.mark.parametrize("operation", CONTROL.operations, ids=lambda operation: operation.id)
def test_every_operation_has_a_handler_an_example_and_the_shared_errors(operation):
    assert handlers.find(operation.id)
    assert {401, 403, 422} <= operation.responses.keys()
    contents = [
        media
        for status in operation.success
        for media in operation.responses[status].get("content", {}).values()
    ]
    assert all("examples" in media for media in contents)
    body = operation.raw.get("requestBody", {}).get("content", {})
    assert all("examples" in media for media in body.values())


def test_every_reference_resolves():
    for reference in re.findall(r"\$ref: '(#[^']+)'", Path(CONTROL.source).read_text()):
        CONTROL.at(reference)


def test_every_yaml_parser_can_read_it():
    text = (Path(__file__).parents[2] / "spec" / "control.yaml").read_text()
    assert yaml.load(text, yaml.SafeLoader)["info"]["title"] == CONTROL.document["info"]["title"]
