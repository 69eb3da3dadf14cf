"""Tests of hostile input files: the error names file and line."""

import json
import os
from threading import Thread

import pytest
from click.testing import CliRunner

from contract_tests.cli import main
from contract_tests.har import BadHar
from contract_tests.report import baseline, record
from contract_tests.report.baseline import BadBaseline
from contract_tests.report.record import BadRecord
from contract_tests.text import user_file
from contract_tests.text.user_file import RECORDING, Unreadable
from contract_tests.traffic import har_exchanges

SUBJECT = {
    "type": "subject",
    "target": "http://h",
    "contract_version": "1",
    "contract_digest": "d",
    "upstream": None,
    "seed": 0,
    "graph": "agent",
    "identities": 0,
    "is_whole": False,
    "recorded": None,
    "operations": [],
}
RESULT = {
    "type": "result",
    "id": "r",
    "kind": "semantic",
    "check": "c",
    "operation": "get_ok",
    "verdict": "fail",
    "reason": "",
    "reached": [],
}
FINDING = {
    "type": "finding",
    "check": "c",
    "operation": "get_ok",
    "level": "must",
    "expected": "a",
    "received": "b",
    "pointer": "",
    "requirement": "",
    "why": "",
    "replay": [],
    "status": 200,
    "request": {"method": "GET", "url": "http://h/ok", "headers": {}, "body": ""},
    "response": {"headers": {}, "body": "", "ended": None},
    "found_by": {"r": 1},
}
VERDICT = {"type": "verdict"}


def lines(*each):
    return "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in each)


def finding(**fields):
    return lines(SUBJECT, RESULT, {**FINDING, **fields}, VERDICT)


DEEP = "[" * 100_000 + "]" * 100_000

HOSTILE = {
    "beyond the stack": (lines(SUBJECT, f'{{"type": "x", "x": {DEEP}}}', VERDICT), 2, "nested more than"),
    "deep": (lines(SUBJECT, f'{{"type": "result", "x": {"[" * 900}{"]" * 900}}}', VERDICT), 2, "nested more"),
    "NaN": (lines(SUBJECT, '{"type": "result", "status": NaN}', VERDICT), 2, "NaN is not a JSON number"),
    "an infinite number": (lines(json.dumps(SUBJECT).replace('"seed": 0', '"seed": 1e999')), 1, "seed"),
    "a number of 5,000 digits": (
        finding(status=0).replace('"status": 0', f'"status": {"9" * 5000}'),
        3,
        "JSON",
    ),
    "a large count": (finding(found_by={"r": 10**12}), 3, "more than 1,000,000 findings"),
    "many large counts": (finding(found_by={f"r{n}": 10**6 for n in range(9)}), 3, "more than 1,000,000"),
    "a negative count": (finding(found_by={"r": -1}), 3, "minimum"),
    "half a character in a name": (finding(found_by={"\ud800": 1}), 3, "surrogate"),
    "half a character in a body": (
        finding(request={**FINDING["request"], "body": "\ud800"}),
        3,
        "surrogates",
    ),
    "no base64": (finding(request={"method": "GET", "url": "/", "headers": {}, "base64": "é"}), 3, "ASCII"),
    "no text": (b"\x80\x81", 0, "not UTF-8 text"),
    "UTF-16": (lines(SUBJECT).encode("utf-16"), 0, "not UTF-8 text"),
    "nothing": ("", 1, "subject"),
    "zeros": ("\0" * 99, 1, "not valid JSON"),
}


@pytest.mark.parametrize(("content", "line", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_record_is_rejected_with_file_and_line(tmp_path, content, line, why):
    file = tmp_path / "run.jsonl"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadRecord, match=why) as raised:
        record.read(file)
    assert raised.value.line == line
    assert str(raised.value).startswith(str(file))
    assert CliRunner().invoke(main, ["report", str(file)]).exit_code == 2


def test_half_a_character_in_a_text_is_read_back():
    assert record.parse(finding(received="\ud800")).problems[0].finding.received == "\ud800"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (f'{{"check": "a", "operation": {DEEP}}}', "line 1: nested more than"),
        ('{"check": "a", "operation": NaN}', "line 1: not valid JSON: NaN"),
        (f'{{"check": "a", "operation": {"9" * 5000}}}', "line 1: not valid JSON"),
        (b"\xff\xfe", "not UTF-8 text"),
    ],
    ids=["deep", "NaN", "digits", "binary"],
)
def test_a_hostile_baseline_is_rejected(tmp_path, content, why):
    file = tmp_path / "known.jsonl"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadBaseline, match=why):
        baseline.read(file)


@pytest.mark.parametrize(
    "content",
    [DEEP, f'{{"log": {{"entries": [], "x": {DEEP}}}}}', '{"log": {"entries": NaN}}', "\0", '{"log": 1e999}'],
    ids=["deep", "deep where nobody looks", "NaN", "zero", "infinity"],
)
def test_a_hostile_har_is_rejected(tmp_path, content):
    file = tmp_path / "x.har"
    file.write_text(content)
    with pytest.raises(BadHar, match=r"x\.har is not a valid HAR file"):
        har_exchanges.read(file)


def test_folder_is_rejected(tmp_path):
    with pytest.raises(Unreadable, match="can't be read"):
        user_file.read_text(tmp_path, RECORDING)


def test_endless_file_is_too_large():
    with pytest.raises(Unreadable, match="longer than 1 MiB"):
        user_file.read(user_file.Path("/dev/zero"), user_file.MEBIBYTE)


def test_an_idle_pipe_times_out(tmp_path, monkeypatch):
    monkeypatch.setattr(user_file, "READ_SECONDS", 0.1)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Unreadable, match="nothing was written to this pipe"):
        user_file.read_text(tmp_path / "pipe", RECORDING)


def test_a_pipe_is_read_to_its_end(tmp_path):
    """A user may run `langgraph-check report <(gunzip -c run.jsonl.gz)`."""
    os.mkfifo(tmp_path / "pipe")
    text = "\N{BYTE ORDER MARK}" + "ä" * 200_000
    writer = Thread(target=lambda: (tmp_path / "pipe").write_text(text, "utf-8"))
    writer.start()
    assert user_file.read_text(tmp_path / "pipe", RECORDING) == text[1:]
    writer.join()
