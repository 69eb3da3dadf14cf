"""Tests of known findings in reports: shown, but not counted."""

from dataclasses import replace

import pytest
from sample_report import BASELINE, FAILING, KNOWN, OPERATIONS, RESULTS, SUBJECT

from contract_tests.findings.finding import Verdict
from contract_tests.report import github
from contract_tests.report.baseline import Baseline
from contract_tests.report.model import Report
from contract_tests.report.publish import FORMATS


def by(*entries, is_strict=False):
    return Report.of(SUBJECT, OPERATIONS, RESULTS, baseline=Baseline(entries, is_strict))


FINDING, ALSO, REPAIRED, UNTESTED = BASELINE.entries


def test_known_findings_only_means_conforming_except_for_them():
    assert KNOWN.exit_code == 0
    assert "conforms except for 2 known findings" in KNOWN.conclusion
    assert KNOWN.new == ()


def test_one_new_finding_is_a_failure():
    report = by(FINDING)
    assert report.exit_code == 1
    assert [each.finding.check for each in report.new] == ["threads.get.found"]
    assert "does not conform: 1 finding in addition to 1 known finding" in report.conclusion


def test_repaired_findings_are_reported():
    assert KNOWN.stale == (REPAIRED,)
    assert "1 of the baseline repaired" in KNOWN.conclusion


def test_repaired_findings_fail_only_a_strict_run():
    assert by(FINDING, ALSO, REPAIRED).exit_code == 0
    strict = by(FINDING, ALSO, REPAIRED, is_strict=True)
    assert strict.exit_code == 1
    assert "does not match its baseline, 1 of the baseline repaired" in strict.conclusion


def test_untested_findings_never_fail_the_run():
    assert by(FINDING, ALSO, UNTESTED, is_strict=True).exit_code == 0


def test_internal_error_is_not_a_known_finding():
    assert replace(KNOWN, results=(*RESULTS, broken_down())).exit_code == 4


def broken_down():
    return replace(RESULTS[0], id="threads.x", verdict=Verdict.ERROR, findings=())


@pytest.mark.parametrize("name", ["terminal", "markdown", "junit", "html", "sarif", "jsonl"])
def test_each_format_shows_the_known_ones_and_why(name):
    text = FORMATS[name](KNOWN)
    assert "threads.get.found" in text
    assert "ticket 7" in text or name == "junit"


@pytest.mark.parametrize("name", ["terminal", "markdown", "html", "jsonl"])
def test_repaired_findings_are_in_readable_reports(name):
    assert "threads.search.limit on POST /threads/search at /2" in FORMATS[name](KNOWN) or name == "jsonl"
    assert FORMATS[name](KNOWN) != FORMATS[name](by(FINDING, ALSO, UNTESTED))


def test_terminal_details_new_findings_only():
    assert "expected  the metadata" in FORMATS["terminal"](FAILING)
    assert "expected  the metadata" not in FORMATS["terminal"](KNOWN)


def test_known_finding_is_not_a_junit_failure():
    assert "<failure" not in FORMATS["junit"](KNOWN)
    known = "known: threads.get.found on GET /threads/{thread_id} at /metadata"
    assert f'message="{known}"' in FORMATS["junit"](KNOWN)


def test_github_annotates_only_new_ones():
    assert github.render(KNOWN) == ""
    assert github.render(by(FINDING)).count("::error") == 1


def test_known_finding_is_suppressed_in_sarif():
    assert FORMATS["sarif"](KNOWN).count('"suppressions"') == 2
    assert "suppressions" not in FORMATS["sarif"](FAILING)
