"""Tests of reading a user's files: bounded in size, with errors of one clear line."""

import json
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from contract_tests.cli import main
from contract_tests.contract import BrokenContract, load
from contract_tests.har import BadHar
from contract_tests.options.config_file import BadConfig
from contract_tests.options.config_file import load as load_config
from contract_tests.report import record
from contract_tests.report.baseline import BadBaseline
from contract_tests.report.baseline import read as read_baseline
from contract_tests.report.record import BadRecord
from contract_tests.text import bounded_yaml, user_file
from contract_tests.traffic.har_exchanges import read as read_har
from mockserver.app import create_app
from mockserver.graphs.langgraph_json import BrokenConfig
from mockserver.graphs.langgraph_json import read as read_langgraph_json
from mockserver.settings import Settings
from sweep import sweep

START = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n"
NINES = ", ".join(["{}"] * 9)


def nines(form, levels=12):
    """Return YAML in which each level uses the previous one nine times."""
    return "".join(f"x-{n}: &a{n} {form % NINES.replace('{}', f'*a{n - 1}')}\n" for n in range(1, levels))


BOMBS = {
    "lists": ("x-0: &a0 [lol]\n" + nines("[%s]"), "values"),
    "merges": ("x-0: &a0 {k: v}\n" + nines("{<<: [%s]}"), "values"),
    "texts": ("x-0: &a " + "x" * 10**6 + "\nx-1: [" + ", ".join(["*a"] * 100) + "]", "MiB of text"),
    "itself": ("x: &a [*a]", "contains itself"),
    "deep": (
        "x-0: &a0 [1]\n" + "".join(f"x-{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 300)),
        "nested deeper",
    ),
    "digits": ("x: " + "9" * 10**5, "digits"),
    "sexagesimal": ("x: 1" + ":1" * 10**5, "digits"),
    "many": ("x: [" + "0," * 400_000 + "]", "values"),
}


@pytest.mark.parametrize("bomb", sweep(BOMBS, *BOMBS.keys() - {"many"}))
def test_a_small_document_never_becomes_a_large_one(tmp_path, bomb):
    text, reason = BOMBS[bomb]
    file = tmp_path / "bomb.yaml"
    file.write_text(START + text)
    tracemalloc.start()
    try:
        with pytest.raises(BrokenContract, match=reason):
            load(file)
        assert tracemalloc.get_traced_memory()[1] < 32 * user_file.MEBIBYTE
    finally:
        tracemalloc.stop()


def test_a_few_aliases_are_accepted():
    few = bounded_yaml.parse(b"a: &a [1, x]\nb: *a\nc: {d: *a}")
    assert few == {"a": [1, "x"], "b": [1, "x"], "c": {"d": [1, "x"]}}


KINDS = {
    "parameter": "{parameters: [{$ref: '%s'}], responses: {200: {description: x}}}",
    "response": "{responses: {200: {$ref: '%s'}}}",
    "request body": "{requestBody: {$ref: '%s'}, responses: {200: {description: x}}}",
    "header": "{responses: {200: {description: x, headers: {X: {$ref: '%s'}}}}}",
}


@pytest.mark.parametrize("pointer", ["#/info", "#/info/title", "#/openapi"])
@pytest.mark.parametrize(("kind", "operation"), KINDS.items(), ids=KINDS)
def test_reference_to_another_kind_is_reported(tmp_path, kind, operation, pointer):
    file = tmp_path / "document.yaml"
    file.write_text(START + "paths: {/a: {get: " + operation % pointer + "}}")
    with pytest.raises(BrokenContract, match=f"{pointer} does not lead to a {kind}"):
        create_app(Settings(spec=file))


@pytest.mark.parametrize("kind", ["parameters", "responses", "requestBodies", "headers", "examples"])
def test_circular_references_are_reported(tmp_path, kind):
    reference = {"$ref": f"#/components/{kind}/a"}
    response = {"description": "", "headers": {}, "content": {"application/json": {"examples": {}}}}
    operation = {"parameters": [], "responses": {"200": response}}
    if kind == "parameters":
        operation["parameters"] = [reference]
    elif kind == "responses":
        operation["responses"]["200"] = reference
    elif kind == "requestBodies":
        operation["requestBody"] = reference
    elif kind == "headers":
        response["headers"]["X"] = reference
    else:
        response["content"]["application/json"]["examples"]["x"] = reference
    circle = {"a": {"$ref": f"#/components/{kind}/b"}, "b": reference}
    file = tmp_path / "circle.json"
    info = {"title": "A", "version": "1"}
    paths = {"/a": {"post": operation}}
    file.write_text(
        json.dumps({"openapi": "3.1.0", "info": info, "paths": paths, "components": {kind: circle}})
    )
    with pytest.raises(BrokenContract, match=f"#/components/{kind}/. is a reference to itself"):
        create_app(Settings(spec=file))


CONTENTS = {"bytes": b"\xff\x00\xfe", "long": b" " * 2**21, "deep": b"a = " + b"[" * 10**5}


@pytest.mark.parametrize(
    ("read", "error"),
    [
        (load, BrokenContract),
        (read_langgraph_json, BrokenConfig),
        (lambda file: load_config(file, file.parent), BadConfig),
        (read_baseline, BadBaseline),
        (lambda file: list(read_har(file)), BadHar),
        (record.read, BadRecord),
    ],
    ids=["document", "langgraph.json", "config", "baseline", "har", "record"],
)
@pytest.mark.parametrize("content", ["nothing", "folder", *CONTENTS])
def test_any_bad_file_is_one_clear_line(tmp_path, monkeypatch, read, error, content):
    monkeypatch.setattr(user_file, "DOCUMENT", user_file.MEBIBYTE)
    monkeypatch.setattr(user_file, "RECORDING", user_file.MEBIBYTE)
    file = tmp_path / "given"
    if content == "folder":
        file.mkdir()
    elif content != "nothing":
        file.write_bytes(CONTENTS[content])
    with pytest.raises(error) as caught:
        read(file)
    assert "\n" not in str(caught.value)
    assert str(file) in str(caught.value)


def test_deeply_nested_line_is_rejected(tmp_path):
    file = tmp_path / "known.jsonl"
    file.write_text("[" * 10**5)
    with pytest.raises(BadBaseline, match=r"line 1: nested more than"):
        read_baseline(file)


def test_a_device_without_an_end_is_not_read_to_its_end():
    with pytest.raises(BrokenContract, match="longer than 16 MiB"):
        load(Path("/dev/zero"))


def test_command_reports_a_deep_file(tmp_path):
    file = tmp_path / "check.toml"
    file.write_bytes(b"a = " + b"[" * 10**5)
    result = CliRunner().invoke(main, ["--config", str(file), "--list"])
    assert result.exit_code == 2
    assert "Traceback (most" not in result.output
