"""Tests of the rows on which clients work with a server."""

from dataclasses import replace

import pytest

from contract_tests.findings.finding import Verdict
from contract_tests.findings.profile import profiles
from contract_tests.report.client_support import clients
from contract_tests.report.model import Report
from tests.contract_tests.sample_report import CONTRACT, FORGETFUL, SUBJECT, result

PROFILE = profiles()["threads"]
ISOLATED = "resources.isolation.foreign_id"


def of_threads(check, verdict, reason="", operation="get_thread", *, findings=()):
    return result("semantic", check, operation, verdict, reason, findings=findings)


def standing(*results):
    report = Report.of(
        SUBJECT, CONTRACT.operations, [of_threads("threads.get.found", Verdict.PASS), *results]
    )
    [found] = [each for each in clients(report) if each.profile == PROFILE]
    return found


def test_client_works_if_each_of_its_checks_passes():
    assert standing().works is True
    assert standing().sentence == "yes"


def test_skipped_checks_are_counted():
    skipped = of_threads(ISOLATED, Verdict.SKIP, "needs a second identity")
    assert standing(skipped).sentence == "yes (1 check skipped)"


def test_finding_on_one_of_its_operations_stops_a_client():
    failed = of_threads("threads.get.found", Verdict.FAIL, findings=(FORGETFUL,))
    found = standing(failed)
    assert found.works is False
    assert found.sentence.startswith(
        f"no (1 of {len(PROFILE.required)} operations): GET /threads/{{thread_id}}: "
    )


def test_operation_that_is_not_offered_stops_a_client():
    missing = of_threads("threads.copy.values", Verdict.NOT_OFFERED, operation="get_state")
    assert standing(missing).sentence.endswith("GET /threads/{thread_id}/state: not offered")


@pytest.mark.parametrize(
    ("verdict", "reason", "sentence"),
    [
        (
            Verdict.BLOCKED,
            "blocked by shape.body on POST /threads: 200",
            "blocked by shape.body on POST /threads: 200",
        ),
        (Verdict.BLOCKED, "no thread", "blocked: no thread"),
        (Verdict.INCOMPLETE, "not run", "incomplete: not run"),
    ],
)
def test_check_without_a_verdict_leaves_a_client_unknown(verdict, reason, sentence):
    found = standing(of_threads(ISOLATED, verdict, reason))
    assert found.works is None
    assert found.sentence == f"not known: {ISOLATED} is {sentence}"


def test_a_partial_run_shows_nothing_about_clients():
    partial = replace(SUBJECT, is_whole=False)
    assert not [
        *clients(Report.of(partial, CONTRACT.operations, [of_threads("threads.get.found", Verdict.PASS)]))
    ]
