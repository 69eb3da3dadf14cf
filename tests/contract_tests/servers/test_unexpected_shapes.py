"""Tests of servers that send another JSON value in some place: no check ends with an error of ours."""

import random

import pytest
from miniatures.miniature import Miniature
from miniatures.stage import ITEMS, stage
from servers.strange import CONTRACT, EVERYTHING
from servers.traits import another_value

from contract_tests.findings.finding import Verdict
from sweep import sweep

SAMPLES = 10
"""Parts in which the checks are tested; one of them each time."""


@pytest.fixture(scope="module")
def mock():
    with stage() as built:
        yield built


def server(seed):
    return Miniature("", "", another_value(seed), EVERYTHING)


@pytest.mark.parametrize("part", sweep(range(SAMPLES), 0))
def test_no_check_breaks(mock, part):
    items = random.Random(14).sample(ITEMS, len(ITEMS))[part::SAMPLES]  # noqa: S311 - it has to repeat
    outcomes = [mock.run_checks([each], server(f"{part} {each.name}"))[each] for each in items]
    assert [each.reason for each in outcomes if each.verdict is Verdict.ERROR] == []
    assert any(each.findings for each in outcomes)


@pytest.mark.parametrize("operation", sweep(CONTRACT.by_id, "get_thread", "search_threads"))
def test_no_request_of_ours_breaks(mock, operation):
    outcomes = mock.run_phases(operation, server(operation))
    assert [each.reason for each in outcomes if each.verdict is Verdict.ERROR] == []
