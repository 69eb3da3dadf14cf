"""Tests of the baseline: only new findings count, and untested ones are never reported as repaired."""

import json
import uuid
from dataclasses import replace

import pytest
from sample_report import FORGETFUL, RESULTS, SUBJECT, broken, result

from contract_tests.client.exchange import Response
from contract_tests.findings.finding import Verdict
from contract_tests.report.baseline import BadBaseline, Baseline, Known, read, write
from contract_tests.report.model import Report

CHECK = Known("threads.get.found", "get_thread", "/metadata")
SHAPE = Known("shape.server_error", "search_threads", found_by="shape.valid[search_threads]")
KNOWN_CHECK = replace(CHECK, expected=FORGETFUL.expected)
KNOWN_SHAPE = replace(SHAPE, expected="a response below 500")
FAILED = result("semantic", "threads.get.found", "get_thread", Verdict.FAIL, findings=(FORGETFUL,))


def judged(verdict, known=CHECK):
    """Return the result of the check that found `known`, this time without a finding."""
    if known.found_by:
        return (result("generated", "valid", "search_threads", verdict),)
    return (result("semantic", known.check, known.operation, verdict),)


@pytest.mark.parametrize("known", [CHECK, SHAPE])
def test_finding_that_no_longer_occurs_is_repaired(known):
    assert Baseline((known,)).stale(judged(Verdict.PASS, known), is_whole=True) == (known,)


@pytest.mark.parametrize("known", [CHECK, SHAPE])
@pytest.mark.parametrize("verdict", [Verdict.SKIP, Verdict.NOT_OFFERED, Verdict.BLOCKED, Verdict.ERROR])
def test_a_finding_without_a_new_verdict_is_not_repaired(known, verdict):
    assert Baseline((known,)).stale(judged(verdict, known), is_whole=True) == ()


@pytest.mark.parametrize("known", [CHECK, SHAPE])
def test_unselected_finding_is_not_repaired(known):
    assert Baseline((known,)).stale((), is_whole=False) == ()


def test_partial_run_repairs_findings_of_its_checks():
    assert Baseline((CHECK,)).stale(judged(Verdict.PASS), is_whole=False) == (CHECK,)


def test_shape_is_repaired_only_if_all_its_checks_ran():
    assert Baseline((SHAPE,)).stale(judged(Verdict.PASS, SHAPE), is_whole=False) == ()


def test_other_operation_does_not_repair_a_finding():
    other = result("semantic", CHECK.check, "search_threads", Verdict.PASS)
    assert Baseline((CHECK,)).stale((other,), is_whole=True) == ()


def test_finding_of_a_removed_check_is_repaired_in_a_full_run():
    former = Known("threads.create.former", "create_thread")
    results = judged(Verdict.SKIP)
    assert Baseline((former,)).stale(results, is_whole=True) == (former,)
    assert Baseline((former,)).stale(results, is_whole=False) == ()


def test_recurring_finding_is_not_repaired():
    assert Baseline((CHECK,)).stale((FAILED,), is_whole=True) == ()


def test_one_of_two_places_can_be_repaired():
    other = replace(CHECK, pointer="/values")
    assert Baseline((CHECK, other)).stale((FAILED,), is_whole=True) == (other,)


def test_an_update_adds_new_findings_and_drops_repaired_ones():
    repaired = replace(CHECK, pointer="/values")
    assert Baseline((repaired,)).renewed(RESULTS, is_whole=True).entries == (KNOWN_SHAPE, KNOWN_CHECK)


def test_an_update_keeps_reasons():
    bearable = replace(CHECK, reason="ticket 7")
    renewed = Baseline((bearable,)).renewed(RESULTS, is_whole=True)
    assert replace(bearable, expected=FORGETFUL.expected) in renewed.entries


def test_an_update_keeps_findings_that_were_not_checked():
    untested = Known("runs.list.limit", "list_runs")
    assert untested in Baseline((untested,)).renewed(RESULTS, is_whole=False).entries


def test_an_update_keeps_an_invalid_response_until_it_is_repaired():
    also = result("semantic", "threads.x", "get_thread", Verdict.BLOCKED, findings=(broken(b"{}"),))
    known = replace(KNOWN_SHAPE, found_by="threads.x")
    assert known in Baseline((known,)).renewed((*RESULTS, also), is_whole=True).entries
    assert KNOWN_SHAPE in Baseline((known,)).renewed(RESULTS, is_whole=True).entries


def test_an_update_without_changes_writes_the_same_file():
    once = Baseline().renewed(RESULTS, is_whole=True)
    assert once.renewed(tuple(reversed(RESULTS)), is_whole=True) == once


def test_a_file_holds_one_finding_a_line_and_is_read_back(tmp_path):
    file = tmp_path / "known.jsonl"
    baseline = Baseline((SHAPE, replace(CHECK, reason="ticket 7, größer")), is_strict=True)
    write(baseline, file)
    assert [json.loads(line)["check"] for line in file.read_text("utf-8").splitlines()] == [
        "shape.server_error",
        "threads.get.found",
    ]
    assert read(file, is_strict=True) == baseline


def test_only_check_and_operation_are_required_and_empty_lines_are_ignored(tmp_path):
    file = tmp_path / "known.jsonl"
    file.write_text('\n{"check": "a.b", "operation": "get_thread"}\n\n')
    assert read(file) == Baseline((Known("a.b", "get_thread"),))


GOOD = '{"check": "a.b", "operation": "get_thread"}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 2: not valid JSON"),
        ("[]", "line 2: not a JSON object"),
        ('{"check": "a.b"}', "line 2: the field 'operation' is missing"),
        ('{"check": "a.b", "operation": "c", "reson": ""}', "line 2: unknown field 'reson'; use"),
        ('{"check": "a.b", "operation": 5}', "line 2: the field 'operation' must be a string"),
        (GOOD, "line 2: repeats the finding of line 1"),
    ],
)
def test_a_bad_line_is_named_with_its_field(tmp_path, text, message):
    file = tmp_path / "known.jsonl"
    file.write_text(f"{GOOD}\n{text}\n")
    with pytest.raises(BadBaseline) as bad:
        read(file)
    assert str(bad.value).startswith(f"{file}, {message}")


def test_a_missing_file_is_rejected(tmp_path):
    with pytest.raises(BadBaseline, match="can't be read"):
        read(tmp_path / "known.jsonl")


OLD = Known("streams.once", "stream_thread_run", "/data", reason="ticket 7")
NEW = replace(OLD, check="streams.no_duplicates")


def test_a_finding_under_a_former_id_remains_known(tmp_path):
    file = tmp_path / "known.jsonl"
    write(Baseline((OLD,)), file)
    baseline = read(file)
    assert baseline.entries == (NEW,)
    assert baseline.former_ids == ("streams.once",)


def test_the_check_that_found_an_invalid_shape_may_be_renamed(tmp_path):
    file = tmp_path / "known.jsonl"
    write(Baseline((replace(SHAPE, found_by="runs.seen.command[wait_thread_run]"),)), file)
    baseline = read(file)
    assert [each.found_by for each in baseline.entries] == ["runs.wait_or_stream.command[wait_thread_run]"]
    assert baseline.former_ids == ("runs.seen.command",)


def test_a_finding_under_both_ids_is_one(tmp_path):
    file = tmp_path / "known.jsonl"
    write(Baseline((OLD, NEW)), file)
    assert read(file).entries == (NEW,)


def test_an_update_writes_the_new_id(tmp_path):
    file = tmp_path / "known.jsonl"
    write(Baseline((OLD,)), file)
    renewed = read(file).renewed((), is_whole=False)
    assert renewed.former_ids == ()
    write(renewed, file)
    assert "streams.once" not in file.read_text()
    assert read(file) == Baseline((NEW,))


def test_another_failure_of_a_known_check_is_new():
    later = replace(FORGETFUL, expected="200")
    known = Baseline((KNOWN_CHECK,))
    assert known.has_all([FORGETFUL])
    assert not known.has_all([FORGETFUL, later])
    report = Report.of(SUBJECT, [], [replace(FAILED, findings=(FORGETFUL, later))], baseline=known)
    assert [each.finding.expected for each in report.failing] == ["200"]
    assert report.exit_code == 1


def test_an_entry_without_an_expectation_accepts_every_failure_of_the_check():
    assert Baseline((CHECK,)).has_all([FORGETFUL, replace(FORGETFUL, expected="200")])


def test_one_of_two_failures_of_a_check_can_be_repaired():
    other = replace(KNOWN_CHECK, expected="200")
    assert Baseline((KNOWN_CHECK, other)).stale((FAILED,), is_whole=True) == (other,)


def test_ids_in_an_expectation_are_not_compared():
    one, other = (replace(FORGETFUL, expected=f"the thread {uuid.uuid4()}") for _ in range(2))
    learned = Baseline().renewed([replace(FAILED, findings=(one,))], is_whole=True)
    assert learned.has_all([other])


def test_a_known_wrong_response_does_not_hide_a_server_error():
    exchange = replace(FORGETFUL.exchange, response=Response(500))
    crashed = replace(FORGETFUL, received="500 Internal Server Error", exchange=exchange)
    assert not Baseline((KNOWN_CHECK,)).has_all([crashed])
    failed = result("semantic", "threads.get.found", "get_thread", Verdict.FAIL, findings=(crashed,))
    renewed = Baseline().renewed([failed], is_whole=True)
    assert renewed.has_all([crashed])
    assert not renewed.has_all([FORGETFUL])
