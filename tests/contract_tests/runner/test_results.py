"""Tests of the results that a run has in addition to those of its items."""

import pytest

from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.finding import Verdict
from contract_tests.options.options import Options
from contract_tests.report.baseline import Baseline, Known
from contract_tests.runner.catalogue import catalogue, select
from contract_tests.runner.results import left_out

SLOW = Known("streams.heartbeat", "stream_thread")


def skipped(**chosen):
    return tuple(left_out(select(Options(mock=True, **chosen), catalogue()), FactRedactor()))


def test_a_run_of_all_checks_names_the_slow_ones_that_it_leaves_out():
    [result] = [each for each in skipped() if each.operation == SLOW.operation]
    assert (result.check, result.verdict) == (SLOW.check, Verdict.SKIP)
    assert "--slow-checks" in result.reason


@pytest.mark.parametrize("chosen", [{"slow_checks": True}, {"areas": ("threads",)}, {"checks": ("runs.*",)}])
def test_no_other_run_does(chosen):
    assert skipped(**chosen) == ()


def test_a_known_finding_of_a_slow_check_is_not_repaired_by_leaving_it_out():
    assert Baseline((SLOW,)).stale(skipped(), is_whole=True) == ()
