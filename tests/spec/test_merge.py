"""Tests of merge.py: it merges the areas into one document, and rejects duplicate definitions."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

SPEC = Path(__file__).parents[2] / "spec"
MINIMAL = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}


def merge(*arguments: str, script: Path = SPEC / "merge.py") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture
def spec(tmp_path):
    """Create a spec folder with a head and no areas."""
    (tmp_path / "merge.py").write_bytes((SPEC / "merge.py").read_bytes())
    (tmp_path / "areas").mkdir()
    (tmp_path / "examples").mkdir()
    write(tmp_path, "shared", MINIMAL)
    return tmp_path


def write(spec, area, content):
    (spec / "areas" / f"{area}.yaml").write_text(yaml.safe_dump(content))


def operation(name):
    return {"get": {"operationId": name, "responses": {"200": {"description": "yes"}}}}


def test_the_committed_document_is_up_to_date():
    result = merge("--check")
    assert result.returncode == 0, result.stderr


def test_a_stale_document_fails_the_check_until_it_is_merged(spec):
    write(spec, "a", {"paths": {"/a": operation("get_a")}})
    assert merge("--check", script=spec / "merge.py").returncode == 1
    assert merge(script=spec / "merge.py").returncode == 0
    assert merge("--check", script=spec / "merge.py").returncode == 0
    assert "/a" in yaml.safe_load((spec / "openapi.yaml").read_text())["paths"]


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ({"paths": {"/a": operation("x")}}, {"paths": {"/a": operation("y")}}, "path /a"),
        ({"paths": {"/a": operation("x")}}, {"paths": {"/b": operation("x")}}, "operationId x"),
        (
            {"components": {"schemas": {"A": {}}}},
            {"components": {"schemas": {"A": {}}}},
            "schemas component A",
        ),
        ({"info": {}}, {}, "key info"),
    ],
)
def test_a_name_defined_twice_is_rejected(spec, one, other, what):
    write(spec, "a", one)
    write(spec, "b", other)
    result = merge(script=spec / "merge.py")
    assert result.returncode == 2
    assert f"{what} is defined twice" in result.stderr


def test_an_example_is_shown_where_the_operation_describes_its_response(spec):
    response = {"description": "yes", "content": {"application/json": {"schema": {"type": "integer"}}}}
    write(spec, "a", {"paths": {"/a": {"get": {"operationId": "get_a", "responses": {"200": response}}}}})
    example = {"request": {"method": "GET", "path": "/a"}, "response": {"status": 200, "body": 3}}
    (spec / "examples" / "get_a.three.yaml").write_text(yaml.safe_dump(example))
    merge(script=spec / "merge.py")
    document = yaml.safe_load((spec / "openapi.yaml").read_text())
    content = document["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]
    assert content["examples"] == {"three": {"value": 3}}


def merged(spec, schemas):
    write(spec, "a", {"components": {"schemas": schemas}})
    result = merge(script=spec / "merge.py")
    return result, yaml.safe_load((spec / "openapi.yaml").read_text())["components"]["schemas"]


BASE = {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}}


def test_an_object_that_extends_others_is_written_out(spec):
    middle = {"type": "object", "allOf": [{"$ref": "#/components/schemas/Base"}], "properties": {"y": {}}}
    top = {
        "type": "object",
        "description": "All of them.",
        "allOf": [{"$ref": "#/components/schemas/Middle"}, {"$ref": "#/components/schemas/Other"}],
        "required": ["y"],
    }
    other = {"type": "object", "properties": {"z": {}}}
    _, schemas = merged(spec, {"Base": BASE, "Middle": middle, "Other": other, "Top": top})
    assert schemas["Top"] == {
        "type": "object",
        "description": "All of them.",
        "required": ["x", "y"],
        "properties": {"x": {"type": "string"}, "y": {}, "z": {}},
    }
    assert schemas["Base"] == BASE


@pytest.mark.parametrize(
    ("base", "own", "reason"),
    [
        (BASE, {"x": {"const": "narrower"}}, "property x is defined twice"),
        ({**BASE, "minProperties": 2}, {}, "Top can't extend Base: Base has 'minProperties'"),
    ],
)
def test_an_object_that_can_not_be_written_out_is_rejected(spec, base, own, reason):
    top = {"type": "object", "allOf": [{"$ref": "#/components/schemas/Base"}], "properties": own}
    write(spec, "a", {"components": {"schemas": {"Base": base, "Top": top}}})
    result = merge(script=spec / "merge.py")
    assert result.returncode == 2
    assert reason in result.stderr


def test_a_shared_response_of_which_only_copies_are_used_is_left_out(spec):
    shared = {"description": "yes", "content": {"application/json": {"schema": {"type": "integer"}}}}
    paths = {
        path: {"get": {"operationId": name, "responses": {"200": {"$ref": f"#/components/responses/{used}"}}}}
        for path, name, used in [("/a", "get_a", "Copied"), ("/b", "get_b", "Kept")]
    }
    write(spec, "a", {"paths": paths, "components": {"responses": {"Copied": shared, "Kept": shared}}})
    example = {"request": {"method": "GET", "path": "/a"}, "response": {"status": 200, "body": 3}}
    (spec / "examples" / "get_a.three.yaml").write_text(yaml.safe_dump(example))
    merge(script=spec / "merge.py")
    document = yaml.safe_load((spec / "openapi.yaml").read_text())
    assert document["components"]["responses"] == {"Kept": shared}
