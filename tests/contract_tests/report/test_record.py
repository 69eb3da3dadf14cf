"""Tests of the record: it holds the whole report, which renders identically after reading it back."""

import json
from functools import cache

import pytest
from sample_report import ERROR, FAILING, KNOWN, NOTHING, PASSING

from contract_tests import contract
from contract_tests.findings.finding import Blocker
from contract_tests.report import jsonl
from contract_tests.report.publish import FORMATS
from contract_tests.report.record import BadRecord, parse, read


@pytest.mark.parametrize("report", [PASSING, FAILING, ERROR, NOTHING, KNOWN])
@pytest.mark.parametrize("name", FORMATS)
def test_record_renders_equally_in_every_format(name, report):
    assert FORMATS[name](parse(jsonl.render(report))) == FORMATS[name](report)


def changed(kind, change):
    lines = [json.loads(line) for line in jsonl.render(FAILING).splitlines()]
    number, line = next((n, each) for n, each in enumerate(lines, start=1) if each["type"] == kind)
    change(line)
    return number, "\n".join(map(json.dumps, lines))


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("result", lambda line: line.pop("operation"), "the field 'operation' is missing"),
        ("result", lambda line: line.update(verdict="good"), "'good' is not a valid Verdict"),
        ("finding", lambda line: line.pop("replay"), "the field 'replay' is missing"),
        ("finding", lambda line: line["response"].pop("body"), "the field 'body' is missing"),
        ("subject", lambda line: line.pop("seed"), "the field 'seed' is missing"),
        ("subject", lambda line: line.update(seed="0"), """the field seed: "0" is not of type "integer\""""),
        (
            "finding",
            lambda line: line["request"]["headers"].update(accept=1),
            """the field request/headers/accept: 1 is not of type "string\"""",
        ),
    ],
)
def test_a_bad_field_is_named_with_its_line(kind, change, message):
    number, text = changed(kind, change)
    with pytest.raises(BadRecord) as bad:
        parse(text, "run.jsonl")
    assert str(bad.value) == f"run.jsonl, line {number}: {message}"


def test_result_keeps_the_findings_that_block_it():
    blocker = {"check": "streams.once", "operation": "stream_run"}
    _, text = changed("result", lambda line: line.update(blocked_by=[blocker]))
    first, *_ = parse(text).results
    assert first.blocked_by == (Blocker("streams.no_duplicates", "stream_run"),)  # its current id
    assert parse(jsonl.render(parse(text))).results == parse(text).results


def test_fields_of_a_later_release_are_ignored():
    blocker = {"check": "streams.end", "operation": "stream_run", "seen": "later"}
    _, text = changed("result", lambda line: line.update(blocked_by=[blocker], seen="later"))
    first, *_ = parse(text).results
    assert first.blocked_by == (Blocker("streams.end", "stream_run"),)


@pytest.mark.parametrize("field", ["level", "tier", "blocked_by"])
def test_older_record_without_the_field_is_read(field):
    _, text = changed("result", lambda line: line.pop(field))
    assert parse(text).results


ODD = [None, True, -1, 1.5, "x", "", [], [1], {}, {"x": 1}]


def test_a_record_of_the_first_version_is_read():
    """The first version calls the response of a finding its `answer`."""
    text = jsonl.render(FAILING)
    former = text.replace('"response": {', '"answer": {').replace(
        '"schema_version": 2', '"schema_version": 1'
    )
    assert former != text
    assert jsonl.render(parse(former)) == text


@pytest.mark.parametrize("report", [FAILING, KNOWN])
def test_a_field_of_any_other_type_is_rejected_or_read(report, monkeypatch):
    monkeypatch.setattr(contract, "load", cache(contract.load))  # loading takes a while
    lines = [json.loads(line) for line in jsonl.render(report).splitlines()]
    rejected = 0
    for number, line in enumerate(lines):
        for field in line:
            for odd in ODD:
                other = [*lines[:number], {**line, field: odd}, *lines[number + 1 :]]
                try:
                    jsonl.render(parse("\n".join(map(json.dumps, other))))
                except BadRecord:
                    rejected += 1
    assert rejected > len(lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1: not valid JSON"),
        ("[]", "line 1: not a JSON object"),
        ("", "line 1: the first line must have the type 'subject'"),
        ("{}", "line 1: the field 'type' is missing"),
    ],
)
def test_invalid_record_is_rejected(text, message):
    with pytest.raises(BadRecord, match=message):
        parse(text)


def test_binary_file_is_rejected(tmp_path):
    file = tmp_path / "run.jsonl"
    file.write_bytes(b"\xff")
    with pytest.raises(BadRecord, match="not UTF-8 text"):
        read(file)


def test_a_truncated_record_is_rejected():
    *lines, _verdict = jsonl.render(FAILING).splitlines()
    with pytest.raises(BadRecord, match="its last line is not the verdict"):
        parse("\n".join(lines))


def test_unicode_line_separators_do_not_end_lines():
    _, text = changed("finding", lambda line: line.update(received="a\u2028b\x85c"))
    written = [json.dumps(json.loads(each), ensure_ascii=False) for each in text.split("\n")]
    parsed = parse("\n".join(written))
    assert "a\u2028b\x85c" in {each.finding.received for each in parsed.problems}
