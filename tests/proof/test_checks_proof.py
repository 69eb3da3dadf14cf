"""Two proofs of every check: it passes on the mock, and it fails on the one miniature with its defect.

A check with several operations is proven on one of them in every run, and on all of them every week.
A missing feature is not a defect. `tests/contract_tests/runner/test_generated_requests.py` proves that the
checks of shape pass on the mock.
"""

import miniatures
import pytest
from miniatures.http_messages import refusing
from miniatures.miniature import Miniature, discover
from miniatures.stage import ITEMS, SAMPLE, lacking, survey_of

from contract_tests.contract import load
from contract_tests.findings.finding import Verdict
from contract_tests.runner.catalogue import PHASES
from contract_tests.validation.requirements import CHECKS
from sweep import sweep

MINIATURES = discover(miniatures)
FEATURES = {
    feature: [each.id for each in load().operations if each.feature == feature]
    for feature in sorted({each.feature for each in load().operations if each.feature})
}
OF_FEATURES = [name for names in FEATURES.values() if len(names) > 1 for name in names]
ANSWERING_A_METHOD = {"get_mcp", "delete_mcp"}
"""Operations that reject the method anyway, so their absence is a finding or makes no difference."""
LACKING_ALONE = [name for name in OF_FEATURES if name not in ANSWERING_A_METHOD]


SAMPLED = {(item.check.id, item.operation) for item in SAMPLE}


def param(value, name, check, operation):
    """Return a parameter that is slow if the check is sampled with another operation."""
    is_quick = (check, operation) in SAMPLED or check in CHECKS
    return pytest.param(value, id=name, marks=() if is_quick else pytest.mark.slow)


@pytest.mark.parametrize("item", [param(each, each.name, each.check.id, each.operation) for each in ITEMS])
def test_every_check_passes_on_the_mock(item, harness):
    outcome = harness.run_checks([item])[item]
    assert (outcome.verdict, outcome.reason, outcome.findings) == (Verdict.PASS, "", ())


@pytest.mark.parametrize(
    "miniature", [param(each, each.name, each.check, each.operation) for each in MINIATURES]
)
def test_the_fault_of_a_miniature_is_found_by_its_check_only(miniature, harness):
    survey = survey_of(miniature)
    outcomes = list(harness.run_checks(harness.affected(miniature), miniature, survey).values())
    if miniature.check in CHECKS:
        outcomes += harness.run_phases(miniature.operation, miniature, survey)
    found_by = {(finding.check, finding.operation) for each in outcomes for finding in each.findings}
    assert [each.reason for each in outcomes if each.verdict == Verdict.ERROR] == []
    assert found_by == {(miniature.check, miniature.operation)}


@pytest.mark.parametrize("feature", FEATURES)
def test_operations_of_a_missing_feature_are_not_offered(feature, harness):
    smaller, survey = without(*FEATURES[feature]), lacking(*FEATURES[feature])
    outcomes = harness.run_checks(harness.affected(smaller), smaller, survey)
    assert {item.operation for item in outcomes} <= {*FEATURES[feature]}
    assert {(each.verdict, each.findings) for each in outcomes.values()} == {(Verdict.NOT_OFFERED, ())}
    for operation in FEATURES[feature]:
        assert {each.verdict for each in harness.run_phases(operation, smaller, survey)} == {
            Verdict.NOT_OFFERED
        }


@pytest.mark.parametrize("operation", sweep(LACKING_ALONE, *LACKING_ALONE[::4]))
def test_a_server_without_an_operation_of_a_feature_fails_no_check(operation, harness):
    smaller, survey = without(operation), lacking(operation)
    outcomes = harness.run_checks(harness.affected(smaller), smaller, survey)
    assert {each.verdict for each in outcomes.values()}.isdisjoint({Verdict.FAIL, Verdict.ERROR})
    assert [finding for each in outcomes.values() for finding in each.findings] == []
    own = [outcome for item, outcome in outcomes.items() if item.operation == operation]
    own += harness.run_phases(operation, smaller, survey)
    assert {each.verdict for each in own} == {Verdict.NOT_OFFERED}


def test_an_offered_operation_that_returns_404_fails(harness):
    async def of_what_is_missing(mock, request):
        response = await mock(request)
        return response if response.json else refusing(404)

    wrong = Miniature("", "get_item", of_what_is_missing, frozenset({"get_item"}))
    outcomes = harness.run_checks(
        [item for item in ITEMS if item.name == "store.get.missing"], wrong
    ).values()
    for outcome in (*outcomes, harness.run_phases("get_item", wrong)[PHASES.index("valid")]):
        assert ("shape.status", "get_item") in {(each.check, each.operation) for each in outcome.findings}


def without(*operations):
    async def unknown(_mock, _request):
        return refusing(404, "Not Found")

    return Miniature("", "", unknown, frozenset(operations))
