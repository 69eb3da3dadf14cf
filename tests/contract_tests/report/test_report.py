"""Tests of reports: all formats agree, and snapshots hold the output for a fixed run.

Rewrite the snapshots with `UPDATE_SNAPSHOTS=1 pytest tests/contract_tests/report/test_report.py`.
"""

import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console
from sample_report import (
    CONTRACT,
    ERROR,
    FAILING,
    FAILING_WITH_ERROR,
    INCOMPLETE,
    LATE,
    NOTHING,
    OPERATIONS,
    PASSING,
    RESULTS,
    SUBJECT,
    broken,
)

from contract_tests.findings.finding import Verdict
from contract_tests.options.options import Options
from contract_tests.report import terminal
from contract_tests.report.model import Report
from contract_tests.report.publish import FORMATS, publish

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_reads_as_its_snapshot(name):
    text = FORMATS[name](FAILING)
    snapshot = SNAPSHOTS / f"failing.{name}"
    if "UPDATE_SNAPSHOTS" in os.environ:
        snapshot.write_text(text)
    assert snapshot.exists(), "run this test with UPDATE_SNAPSHOTS=1"
    assert text == snapshot.read_text()


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_the_results_makes_no_difference(name):
    shuffled = list(reversed(RESULTS))
    assert FORMATS[name](Report.of(SUBJECT, OPERATIONS, shuffled, ["/threads/left-behind-1"])) == FORMATS[
        name
    ](FAILING)


@pytest.mark.parametrize(
    ("report", "verdict", "exit_code"),
    [
        (PASSING, "pass", 0),
        (FAILING, "fail", 1),
        (ERROR, "error", 4),
        (FAILING_WITH_ERROR, "fail", 1),
        (INCOMPLETE, "incomplete", 5),
        (NOTHING, "blocked", 5),
    ],
)
def test_the_verdict_decides_the_exit_code(report, verdict, exit_code):
    assert (report.verdict, report.exit_code) == (verdict, exit_code)


@pytest.mark.parametrize("more", [ERROR.results[-1:], (LATE,), (*ERROR.results[-1:], LATE)])
def test_a_finding_decides_the_verdict(more):
    report = Report.of(SUBJECT, OPERATIONS, [*RESULTS, *more])
    assert (report.verdict, report.exit_code) == ("fail", 1)


def test_an_internal_error_decides_before_missing_operations():
    assert Report.of(SUBJECT, OPERATIONS, [*ERROR.results, LATE]).exit_code == 4


def test_incomplete_report_has_its_progress():
    assert "can't be judged: cut short after 1 of 2 checks" in INCOMPLETE.conclusion
    whole = Report.of(SUBJECT, OPERATIONS, [*RESULTS, LATE]).conclusion
    assert f"; cut short after {len(RESULTS)} of {len(RESULTS) + 1} checks" in whole


def test_a_conclusion_has_no_empty_part():
    failed = [each for each in RESULTS if each.verdict is Verdict.FAIL]
    assert "·  ·" not in Report.of(SUBJECT, OPERATIONS, failed).conclusion


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_hides_that_a_report_was_cut_short(name):
    text, passing = FORMATS[name](INCOMPLETE), FORMATS[name](PASSING)
    assert text != passing


@pytest.mark.parametrize("report", [PASSING, FAILING, ERROR, INCOMPLETE, NOTHING])
@pytest.mark.parametrize(("name", "place"), [("terminal", -1), ("markdown", 2)])
def test_the_verdict_is_the_last_line_of_a_terminal_and_the_first_of_a_comment(report, name, place):
    assert report.verdict.value.upper() in FORMATS[name](report).splitlines()[place]


def test_findings_about_the_same_place_are_one_problem_shown_by_the_shortest():
    (problem,) = [each for each in FAILING.problems if each.finding.check == "shape.server_error"]
    assert problem.count == 3
    assert problem.finding.exchange.request.body == b'{"values": {}}'


def test_a_valid_request_shows_the_same_problem_better_than_an_invalid_one():
    short, long = (replace(broken(b"1"), replay=(command,)) for command in ("curl", "curl --data {}"))
    generated = replace(RESULTS[6], id="shape.invalid[get_thread]", findings=(short,))
    scripted = replace(RESULTS[6], id="shape.scripted[get_thread]", findings=(long,))
    (problem,) = Report.of(SUBJECT, OPERATIONS, [generated, scripted]).problems
    assert problem.finding == long


def test_findings_about_different_places_are_not():
    results = [
        RESULTS[6].__class__(**{**vars(RESULTS[6]), "findings": (broken(b"1", "/a"), broken(b"1", "/b"))})
    ]
    assert len(Report.of(SUBJECT, OPERATIONS, results).problems) == 2


def test_an_invalid_response_in_a_check_counts_against_its_operation():
    came_across = RESULTS[2].__class__(**{**vars(RESULTS[2]), "findings": (broken(b"{}"),)})
    rows = {row.operation.id: row for row in Report.of(SUBJECT, OPERATIONS, [came_across]).rows}
    assert rows["search_threads"].verdict("generated") == Verdict.FAIL
    assert rows["get_thread"].verdict("semantic") == Verdict.BLOCKED


def test_unreached_statuses_have_a_reason_if_known():
    unreached = {(each.operation, each.status): each.reason for each in FAILING.unreached}
    assert unreached[("search_threads", 400)] == "the target returns 422, which is preferred"
    assert unreached[("search_threads", 401)] == "the target accepts requests also without credentials"
    assert ("get_thread", 404) not in unreached
    assert not [operation for operation, _ in unreached if operation == "prune_threads"]


def test_everything_is_reached_in_a_report_without_gaps():
    reached = {("get_info", 200): 1}
    result = RESULTS[4].__class__(**{**vars(RESULTS[4]), "operation": "get_info", "reached": reached})
    assert not list(Report.of(SUBJECT, [CONTRACT.by_id["get_info"]], [result]).unreached)


def test_what_is_left_behind_is_shown_by_kind():
    left = [*(f"/assistants/{number}" for number in range(7)), "/threads/1"]
    report = Report.of(SUBJECT, OPERATIONS, [], left)
    assert [*report.left_behind_by_kind] == [
        "/assistants/0, /assistants/1, /assistants/2, /assistants/3, /assistants/4 and 2 more assistants",
        "/threads/1",
    ]


@pytest.mark.parametrize("verdict", [Verdict.SKIP, Verdict.BLOCKED])
def test_a_status_proves_nothing_if_the_operation_could_not_be_tested(verdict):
    result = replace(RESULTS[4], operation="get_thread", verdict=verdict, reached={})
    unreached = Report.of(SUBJECT, [CONTRACT.by_id["get_thread"]], [result]).unreached
    assert {each.reason for each in unreached} == {"the operation could not be tested"}


def test_every_line_of_the_record_is_json_with_a_type():
    lines = [json.loads(line) for line in FORMATS["jsonl"](FAILING).splitlines()]
    kinds = ["subject", "result", "finding", "reached", "unreached", "left_behind", "verdict"]
    assert list(dict.fromkeys(line["type"] for line in lines)) == kinds


def test_junit_is_valid_xml_for_any_text():
    odd = RESULTS[6].__class__(**{**vars(RESULTS[6]), "findings": (broken(b"{}", "/\x00\x1b\ud800"),)})
    suites = ET.fromstring(FORMATS["junit"](Report.of(SUBJECT, OPERATIONS, [odd])))  # noqa: S314 - ours
    assert [each.get("failures") for each in suites] == ["1", "0"]


def shown(report, **console):
    text = io.StringIO()
    terminal.show(report, Console(file=text, **console))
    return text.getvalue()


@pytest.mark.parametrize("width", [80, 100])
def test_on_a_terminal_only_commands_and_the_verdict_are_wider_than_it(width):
    long = [line for line in shown(FAILING, width=width).splitlines()[:-1] if len(line) > width]
    assert long
    assert all(line.lstrip().startswith(("curl", "printf")) for line in long)


def test_colour_adds_no_information():
    coloured = shown(FAILING, width=100, force_terminal=True, color_system="standard", no_color=False)
    plain = shown(FAILING, width=100, color_system=None)
    assert "\x1b[" in coloured
    without = [re.sub("\x1b\\[[0-9;]*m", "", line).rstrip() for line in coloured.splitlines()]
    assert without == plain.splitlines()
    for word in ("✗ fail", "? blocked", "· not offered", "· skip", "✓ pass"):
        assert word in plain


def test_reports_are_files_too_each_of_the_format_that_its_name_ends_with(tmp_path, capsys):
    files = [tmp_path / "report.md", tmp_path / "report.xml"]
    publish(FAILING, Options(url="http://host", format="jsonl", outputs=tuple(files)))
    assert [file.read_text() for file in files] == [FORMATS["markdown"](FAILING), FORMATS["junit"](FAILING)]
    assert capsys.readouterr().out == FORMATS["jsonl"](FAILING)


@pytest.mark.parametrize("name", ["jsonl", "junit", "markdown"])
def test_without_a_file_the_report_is_all_of_standard_output(name, capsys):
    publish(FAILING, Options(url="http://host", format=name))
    assert capsys.readouterr().out == FORMATS[name](FAILING)
