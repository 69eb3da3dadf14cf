"""Tests of comparing two runs: only a proven regression fails."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sample_report import FAILING, FORGETFUL, NOTHING, OPERATIONS, PASSING, RESULTS, SUBJECT, result

from contract_tests.cli import main
from contract_tests.comparison import markdown, terminal
from contract_tests.comparison.model import Comparison
from contract_tests.findings.finding import Verdict
from contract_tests.report import jsonl
from contract_tests.report.model import Report

WHOLE = Report.of(SUBJECT, OPERATIONS, RESULTS)


def with_(*results, without=(), subject=SUBJECT):
    """Return the failing report with some of its results replaced or removed."""
    other = {each.id: each for each in results}
    kept = [each for each in RESULTS if each.id not in {*other, *without}]
    return Report.of(subject, OPERATIONS, [*kept, *results])


HOLDS = result("semantic", "threads.get.found", "get_thread", Verdict.PASS)
SKIPPED = result("semantic", "threads.get.found", "get_thread", Verdict.SKIP, "no time")
LACKING = result("semantic", "threads.search.limit", "search_threads", Verdict.NOT_OFFERED, "no threads")


@pytest.fixture
def lines(tmp_path):
    def compared(before, after):
        files = []
        for name, report in (("a.jsonl", before), ("b.jsonl", after)):
            (tmp_path / name).write_text(jsonl.render(report))
            files.append(str(tmp_path / name))
        ended = CliRunner().invoke(main, ["compare", *files, "--format", "jsonl"])
        return ended.exit_code, [json.loads(line) for line in ended.output.splitlines()]

    return compared


def test_the_same_report_is_the_same(lines):
    exit_code, output = lines(FAILING, FAILING)
    assert exit_code == 0
    assert output[-1]["verdict"] == "same"
    assert [each["type"] for each in output] == ["subjects", "verdict"]


def test_a_new_finding_is_worse(lines):
    exit_code, output = lines(with_(HOLDS), FAILING)
    assert exit_code == 1
    [new] = [each for each in output if each["type"] == "new"]
    assert (new["check"], new["operation"], new["pointer"]) == FORGETFUL.key
    assert new["replay"] == list(FORGETFUL.replay)
    assert output[-1]["verdict"] == "worse"


def test_a_finding_that_is_gone_is_repaired(lines):
    exit_code, output = lines(FAILING, with_(HOLDS))
    assert exit_code == 0
    assert [each["check"] for each in output if each["type"] == "repaired"] == ["threads.get.found"]
    assert output[-1]["verdict"] == "better"


def test_a_finding_that_was_not_tested_again_is_not_repaired():
    comparison = Comparison(FAILING, with_(SKIPPED))
    assert [each.check for each in comparison.unseen] == ["threads.get.found"]
    assert comparison.repaired == ()
    assert comparison.word == "different"


def test_shape_is_repaired_only_if_all_checks_ran_again():
    """Any check may receive an invalid response, so all checks that might must have run again."""
    part = replace(SUBJECT, is_whole=False)
    fixed = result("generated", "valid", "search_threads", Verdict.PASS)
    assert Comparison(FAILING, with_(fixed, subject=part)).repaired
    less = with_(fixed, without=["threads.search.limit"], subject=part)
    assert Comparison(FAILING, less).repaired == ()


def test_a_server_that_can_do_less_is_worse():
    comparison = Comparison(WHOLE, with_(LACKING))
    assert comparison.word == "worse"
    [shift] = comparison.shifts
    assert shift.ids == ("threads.search.limit",)
    assert shift.reason == "no threads"
    assert Comparison(with_(LACKING), WHOLE).word == "different"


def test_skipped_check_is_not_worse():
    passed = with_(HOLDS)
    assert not Comparison(passed, with_(SKIPPED)).is_worse


def test_finding_with_other_details_is_not_new():
    other = replace(FORGETFUL, received="something else")
    changed = result("semantic", "threads.get.found", "get_thread", Verdict.FAIL, findings=(other,))
    comparison = Comparison(FAILING, with_(changed))
    [difference] = comparison.differing
    assert (difference.before.received, difference.after.received) == (
        FORGETFUL.received,
        "something else",
    )
    assert comparison.word == "different"


def test_statuses_of_one_side_are_listed():
    more = result("generated", "invalid", "get_thread", Verdict.PASS, reached=[(410, 1), (422, 20)])
    [statuses] = Comparison(WHOLE, with_(more)).response_statuses
    assert (statuses.operation, statuses.before, statuses.after) == ("get_thread", (404,), (410,))


def test_results_that_only_one_has_are_counted():
    assert Comparison(WHOLE, with_(without=["threads.search.limit"])).only == (1, 0)
    assert Comparison(PASSING, PASSING).only == (0, 0)


@pytest.mark.parametrize("render", [terminal.render, markdown.render])
def test_every_kind_of_change_is_described(render):
    text = render(Comparison(FAILING, with_(HOLDS, LACKING)))
    plain = text.replace("\\", "")
    for line in (
        "Repaired",
        "threads.get.found on GET /threads/{thread_id}",
        "Other verdicts",
        "WORSE",
        "no threads",
    ):
        assert line in plain
    assert "New findings" in render(Comparison(with_(HOLDS), FAILING))
    assert "SAME" in render(Comparison(NOTHING, NOTHING))


def test_invalid_record_is_wrong_usage(tmp_path):
    (tmp_path / "a.jsonl").write_text("{}\n")
    ended = CliRunner().invoke(main, ["compare", *[str(tmp_path / "a.jsonl")] * 2])
    assert ended.exit_code == 2
    assert "a.jsonl, line 1: the field 'type' is missing" in ended.output


def renamed(report, old, new):
    """Return the record of a report as it was before a check was renamed."""
    return jsonl.render(report).replace(new, old)


def test_a_record_with_a_former_id_is_compared_under_the_new_one(tmp_path):
    new = "runs.wait_or_stream.command"
    finding = replace(FORGETFUL, check=new, operation="wait_thread_run")
    added = result("semantic", new, "wait_thread_run", Verdict.FAIL, findings=(finding,))
    report = with_(replace(added, id=f"{new}[wait_thread_run]"))
    before, after = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    before.write_text(renamed(report, "runs.seen.command", new))
    after.write_text(jsonl.render(report))
    ended = CliRunner().invoke(main, ["compare", str(before), str(after), "--format", "jsonl"])
    assert ended.exit_code == 0, ended.output
    assert json.loads(ended.stdout.splitlines()[-1])["verdict"] == "same"
    assert ended.stderr == f"{before}: runs.seen.command is now {new}\n"


def test_the_report_of_a_record_with_a_former_id_has_the_new_one(tmp_path):
    record = tmp_path / "a.jsonl"
    report = with_(result("semantic", "streams.no_duplicates", "stream_thread_run", Verdict.PASS))
    record.write_text(renamed(report, "streams.once", "streams.no_duplicates"))
    ended = CliRunner().invoke(main, ["report", str(record), "--format", "jsonl"])
    assert '"streams.no_duplicates"' in ended.stdout
    assert "streams.once" not in ended.stdout
    assert ended.stderr == f"{record}: streams.once is now streams.no_duplicates\n"
