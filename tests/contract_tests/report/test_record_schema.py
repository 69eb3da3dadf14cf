"""The schema of a record: shipped, documented, and true of real records.

Rewrite the tables of `docs/record.md` with `UPDATE_SNAPSHOTS=1 pytest` and this file.
"""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import get_args

import checker
import pytest
from click.testing import CliRunner
from jsonschema_rs import Draft202012Validator
from sample_report import ERROR, FAILING, INCOMPLETE, KNOWN, NOTHING, PASSING, RESULTS, SUBJECT

from contract_tests import cli
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.findings.survey import Availability
from contract_tests.report import jsonl
from contract_tests.report.line_types import SCHEMA_VERSION, schema_text
from contract_tests.report.model import Report
from contract_tests.report.record import BadRecord, parse

SCHEMA = json.loads(schema_text())
PAGE = Path(__file__).parents[3] / "docs" / "record.md"
MARK = "<!-- fields -->\n"


def closed(schema):
    """Return the schema without room for unknown fields, which a real record must not have."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    more = {"additionalProperties": False} if "properties" in schema and "type" in schema else {}
    return {**{name: closed(each) for name, each in schema.items()}, **more}


STRICT = Draft202012Validator(closed(SCHEMA))
TIMED = Report.of(SUBJECT, (), [replace(RESULTS[0], seconds=1.5, slow={"get_thread": 2.5})])


def invalid(text):
    return [line for line in map(json.loads, text.splitlines()) if not STRICT.is_valid(line)]


@pytest.mark.parametrize("report", [PASSING, FAILING, ERROR, NOTHING, KNOWN, INCOMPLETE, TIMED])
def test_each_line_of_a_record_matches_the_schema(report):
    assert invalid(jsonl.render(report)) == []


def test_the_record_of_a_real_run_matches_the_schema(mock):
    checks = ["--check", "resources.isolation.foreign_id", "--check", "shape.valid[search_threads]"]
    same = ["--header", "x-api-key: alice", "--other-header", "x-api-key: alice", "--slow-response", "0"]
    run = checker.check(mock, *checks, *same, "--format", "jsonl")
    assert run.returncode == 1, run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert invalid(run.stdout) == []
    types = {"subject", "survey", "result", "finding", "reached", "timing", "verdict"}
    assert types <= {line["type"] for line in lines}
    assert any(line["slow"] for line in lines if line["type"] == "timing")


def test_the_first_line_has_the_version():
    first = json.loads(jsonl.render(PASSING).splitlines()[0])
    assert list(first)[:2] == ["type", "schema_version"]
    assert first["schema_version"] == SCHEMA_VERSION
    assert SCHEMA["$defs"]["subject"]["properties"]["schema_version"]["enum"][-1] == SCHEMA_VERSION


def test_a_record_without_a_version_is_read():
    text = jsonl.render(FAILING)
    assert jsonl.render(parse(text.replace(f'"schema_version": {SCHEMA_VERSION}, ', "", 1))) == text


def test_a_newer_record_is_rejected():
    text = jsonl.render(FAILING).replace('"schema_version": 2', '"schema_version": 3', 1)
    with pytest.raises(BadRecord, match="line 1: schema_version 3 is newer than 2"):
        parse(text)


def test_the_schema_lists_all_values():
    lines = SCHEMA["$defs"]
    limits = lines["finding"]["properties"]["replay_limits"]["items"]["enum"]
    assert limits == [each.value for each in ReplayLimit]
    offers = lines["survey"]["properties"]["operations"]["additionalProperties"]["properties"]
    assert sorted(offers["availability"]["enum"]) == sorted(get_args(Availability))


def test_the_command_prints_the_schema():
    run = CliRunner().invoke(cli.main, ["report", "--schema"])
    assert (run.exit_code, run.stdout) == (0, schema_text())


def kind(schema):
    """Return the type of a field in words."""
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(each)}`" for each in schema["enum"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if types == ["array"]:
        return f"array of {kind(schema['items'])}"
    if types == ["object"] and "additionalProperties" in schema:
        return f"object of {kind(schema['additionalProperties'])}"
    return " or ".join(types)


def rows(schema, prefix=""):
    """Yield the rows of the fields, those of inner objects below them."""
    for name, each in schema["properties"].items():
        if name == "type" and not prefix:
            continue
        optional = "" if name in schema["required"] else " (optional)"
        yield f"| `{prefix}{name}`{optional} | {kind(each)} | {each['description']} |"
        inner, more = each, f"{prefix}{name}."
        if each.get("type") == "array":
            inner, more = each["items"], f"{prefix}{name}[]."
        elif "additionalProperties" in each:
            inner, more = each["additionalProperties"], f"{prefix}{name}.*."
        if "properties" in inner:
            yield from rows(inner, more)


def tables():
    for name, line in SCHEMA["$defs"].items():
        yield f"\n## `{name}`\n\n{line['description']}\n\n| field | type | meaning |\n|---|---|---|"
        yield from rows(line)


def test_the_page_describes_every_field():
    head, mark, written = PAGE.read_text().partition(MARK)
    made = "\n".join(tables()) + "\n"
    if "UPDATE_SNAPSHOTS" in os.environ:
        PAGE.write_text(head + mark + made)
        written = made
    assert mark
    assert written == made
