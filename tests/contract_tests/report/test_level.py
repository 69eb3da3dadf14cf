"""Tests of the standing of a target, and of the exit codes that depend on what it lacks."""

from dataclasses import replace

import pytest
from sample_report import CONTRACT, FORGETFUL, SUBJECT, result

from contract_tests.findings.finding import Verdict
from contract_tests.report.model import Report

PASSED = [
    result("generated", "valid", name, Verdict.PASS)
    for name in ("create_thread", "search_threads", "get_info")
]


def report(results, **subject):
    return Report.of(replace(SUBJECT, **subject), CONTRACT.operations, results)


def lacks(operation, level="should"):
    finding = replace(FORGETFUL, check="shape.operation_exists", operation=operation, level=level, pointer="")
    return result("generated", "scripted", operation, Verdict.NOT_OFFERED, "lacks it", findings=(finding,))


def test_all_tiers_complete_is_level_three():
    standing = report(PASSED).standing
    assert (standing.level, [each.percent for each in standing.tiers]) == (3, [100, 100, 100])


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.BLOCKED, Verdict.NOT_OFFERED, Verdict.INCOMPLETE])
def test_failures_lower_share_and_level(verdict):
    more = result("semantic", "threads.search.x", "search_threads", verdict)
    standing = report([*PASSED, more]).standing
    assert (standing.level, standing.tiers[1].percent) == (1, 50)


def test_should_checks_do_not_count():
    more = replace(result("semantic", "threads.x", "create_thread", Verdict.FAIL), level="should")
    assert report([*PASSED, more]).standing.level == 3


def test_declaring_an_operation_as_not_offered_raises_no_share():
    more = lacks("count_threads")
    plain, declared = report([*PASSED, more]), report([*PASSED, more], not_offered=("count_threads",))
    assert plain.standing.line == declared.standing.line
    assert declared.standing.tiers[1].declared == 1


@pytest.mark.parametrize(
    ("operation", "level", "declared", "exit_code"),
    [
        ("create_thread", "must", (), 1),
        ("create_thread", "must", ("create_thread",), 0),
        ("count_threads", "should", (), 0),
        ("count_threads", "should", ("count_threads",), 0),
        ("create_thread", "must", ("count_threads",), 1),
    ],
)
def test_a_missing_operation_fails_the_run_only_if_required_and_not_declared(
    operation, level, declared, exit_code
):
    assert report([*PASSED, lacks(operation, level)], not_offered=declared).exit_code == exit_code


@pytest.mark.parametrize(("required", "exit_code"), [(0, 0), (75, 0), (76, 5)])
def test_too_few_tested_checks_are_incomplete(required, exit_code):
    blocked = result("semantic", "threads.x", "create_thread", Verdict.BLOCKED)
    assert report([*PASSED, blocked], require_tested=required).exit_code == exit_code


def test_declared_operations_need_no_test():
    assert report([*PASSED, lacks("count_threads")], not_offered=("count_threads",)).tested == 100


def rank(results):
    """Return what ranks servers: the level, then the share of each tier."""
    standing = report(results).standing
    return standing.level, [each.percent for each in standing.tiers]


def test_few_right_operations_stand_below_many_with_small_faults():
    threads_and_assistants = [each for each in CONTRACT.operations if each.area in {"threads", "assistants"}]
    right = {each.id for each in threads_and_assistants[:16]}
    offered = {each.id for each in CONTRACT.operations[:60]}

    def checked(names):
        return [
            result("generated", "valid", each.id, Verdict.PASS if each.id in names else Verdict.NOT_OFFERED)
            for each in CONTRACT.operations
        ]

    faults = [result("semantic", f"{name}.x", name, Verdict.FAIL) for name in sorted(offered)[::6]]
    assert rank(checked(right)) < rank([*checked(offered), *faults])


def test_servers_are_ranked_by_what_works_of_everything():
    def server(passing, *, missing):
        words = [Verdict.PASS] * passing + [Verdict.NOT_OFFERED] * missing
        failed = [Verdict.FAIL] * (100 - len(words))
        return [
            result("semantic", f"threads.x{number}", "create_thread", verdict)
            for number, verdict in enumerate([*words, *failed])
        ]

    reference, js = server(100, missing=0), server(90, missing=4)
    aegra, fractal = server(60, missing=15), server(30, missing=69)
    assert rank(reference) > rank(js) > rank(aegra) > rank(fractal)
