"""Every check is proven twice: silent on the mock, and loud on the one miniature that is wrong in its way."""

import miniatures
import pytest
from miniatures.miniature import discover
from miniatures.stage import ITEMS, stage

from contract_tests.contract import load
from contract_tests.finding import Verdict
from contract_tests.shape import CHECKS

MINIATURES = discover(miniatures)
OPERATIONS = [operation.id for operation in load().operations]


@pytest.fixture(scope="module")
def there():
    with stage() as built:
        yield built


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_a_rule_is_silent_on_the_mock(item, there):
    outcome = there.on_the_mock[item]
    assert (outcome.verdict, outcome.reason, outcome.findings) == (Verdict.PASS, "", ())


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_checks_of_shape_are_silent_on_the_mock(operation, there):
    outcomes = there.conformity(operation)
    assert [(each.verdict, each.reason, each.findings) for each in outcomes] == [(Verdict.PASS, "", ())] * 3


@pytest.mark.parametrize("miniature", MINIATURES, ids=lambda miniature: miniature.name)
def test_what_is_wrong_with_a_miniature_is_found_by_its_check_and_by_no_other(miniature, there):
    outcomes = list(there.conduct(there.listening(miniature), miniature).values())
    if miniature.check in CHECKS:
        outcomes += there.conformity(miniature.operation, miniature)
    found = {(finding.check, finding.operation) for each in outcomes for finding in each.findings}
    assert [each.reason for each in outcomes if each.verdict == Verdict.ERROR] == []
    assert found == {(miniature.check, miniature.operation)}


def test_every_rule_has_one_miniature_for_each_of_its_operations():
    proven = sorted((each.check, each.operation) for each in MINIATURES if each.check not in CHECKS)
    assert proven == sorted((item.rule.id, item.operation) for item in ITEMS)


def test_every_check_of_shape_has_one_miniature():
    assert sorted(each.check for each in MINIATURES if each.check in CHECKS) == sorted(CHECKS)
