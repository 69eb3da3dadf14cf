"""Times in reports: of each check, and of responses that are slower than `--slow-response`."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from sample_report import CONTRACT, FAILING, OPERATIONS, RESULTS, SUBJECT, exchange

from contract_tests.findings.result import Result, slow_in
from contract_tests.report import html, jsonl, junit, markdown, terminal
from contract_tests.report.model import Report
from contract_tests.report.record import parse

SLOW = Report.of(
    SUBJECT,
    OPERATIONS,
    [
        replace(RESULTS[0], seconds=1.5, slow={"get_thread": 2.25, "search_threads": 3.0}),
        replace(RESULTS[3], seconds=0.25, slow={"get_thread": 4.04}),
        *RESULTS[4:],
    ],
)


def answered(operation_id, seconds):
    each = exchange(operation_id)
    return replace(each, response=replace(each.response, elapsed=seconds))


def test_the_slowest_response_of_an_operation_counts():
    exchanges = [answered("get_thread", each) for each in (2.5, 3.5, 3.0, 0.1)]
    assert slow_in(exchanges, CONTRACT.by_id, 2.0) == {"get_thread": 3.5}


def test_responses_within_the_limit_are_not_slow():
    assert slow_in([answered("get_thread", 2.0)], CONTRACT.by_id, 2.0) == {}


@pytest.mark.parametrize(
    "operation_id",
    [
        *(
            "stream_thread_run",
            "stream_run",
            "join_thread_run_stream",
            "stream_thread",
            "stream_thread_events",
        ),
        *(
            "wait_thread_run",
            "wait_run",
            "join_thread_run",
            "cancel_thread_run",
            "send_a2a_message",
            "call_mcp",
        ),
    ],
)
def test_streams_and_waits_are_never_slow(operation_id):
    assert slow_in([answered(operation_id, 60.0)], CONTRACT.by_id, 2.0) == {}


def test_slow_operations_are_a_warning_and_not_a_finding():
    assert [(str(each.operation), each.seconds) for each in SLOW.slow] == [
        ("GET /threads/{thread_id}", 4.04),
        ("POST /threads/search", 3.0),
    ]
    assert SLOW.new == Report.of(SUBJECT, OPERATIONS, [RESULTS[0], RESULTS[3], *RESULTS[4:]]).new
    assert FAILING.slow == ()


@pytest.mark.parametrize("render", [terminal.render, markdown.render, html.render])
def test_reports_show_slow_operations_with_their_times(render):
    text = render(SLOW)
    assert "Slower than 2" in text
    assert text.index("4.04 s") < text.index("3.00 s")
    assert "Slower than" not in render(FAILING)


def test_a_record_has_the_times_in_lines_of_their_own():
    text = jsonl.render(SLOW)
    assert jsonl.render(parse(text)) == text
    assert text.count('{"type": "timing"') == 2
    assert [line for line in text.splitlines() if "4.04" in line and "timing" not in line] == []


def test_times_travel_between_processes():
    assert Result.from_dict(SLOW.results[0].serializable()) == SLOW.results[0]


def test_junit_has_the_time_of_each_test_case_and_suite():
    suites = ET.fromstring(junit.render(SLOW))  # noqa: S314 - our own output
    semantic = suites.find("testsuite[@name='semantic']")
    assert semantic.attrib["time"] == "1.750"
    assert {each.attrib["name"]: each.attrib["time"] for each in semantic.iter("testcase")} == {
        "threads.get.found": "1.500",
        "threads.search.limit": "0.250",
    }
