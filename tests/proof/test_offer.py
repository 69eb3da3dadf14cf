"""Proof that one missing or forbidden operation fails none of the checks that use it."""

import json
from itertools import cycle

import pytest
from miniatures.http_messages import Response
from miniatures.miniature import Miniature

from contract_tests.contract import load
from contract_tests.findings.finding import Verdict
from contract_tests.findings.survey import NO_SURVEY, Offer, Survey
from sweep import sweep

JSON = {"content-type": "application/json"}

LACKING = {
    "FastAPI's 404": Response(404, JSON, json.dumps({"detail": "Not Found"}).encode()),
    "Express's 404": Response(404, {"content-type": "text/html"}, b"Cannot POST"),
    "405": Response(405, {**JSON, "allow": "OPTIONS"}, json.dumps({"detail": "Method Not Allowed"}).encode()),
    "501": Response(501, JSON, b'{"detail": "not yet"}'),
}
FORBIDDING = {"403": Response(403, JSON, b'{"detail": "admins only"}')}

CORE = [each.id for each in load().operations if each.feature is None]


def always(response):
    async def alter(_mock, _request):
        return response

    return alter


def lacking(operation, response):
    return Miniature("", operation, always(response), frozenset({operation}))


def verdicts(harness, miniature, survey=NO_SURVEY):
    """Return each outcome with its operation: of the checks that use the miniature, and of its requests."""
    checks = harness.run_checks(harness.affected(miniature), miniature, survey)
    return [(outcome, item.operation) for item, outcome in checks.items()] + [
        (outcome, miniature.operation)
        for outcome in harness.run_phases(miniature.operation, miniature, survey)
    ]


IN_ONE_WAY = [*zip(CORE, cycle(LACKING), strict=False)]
"""Each operation missing in one way."""

IN_ALL_WAYS = [("search_threads", way) for way in LACKING]


@pytest.mark.parametrize(
    ("operation", "way"),
    sweep(dict.fromkeys([*IN_ONE_WAY, *IN_ALL_WAYS]), *IN_ONE_WAY[::5], *IN_ALL_WAYS),
    ids=str,
)
def test_a_missing_operation_is_not_offered_and_fails_nothing_else(harness, operation, way):
    results = verdicts(
        harness, lacking(operation, LACKING[way]), Survey({operation: Offer("missing", "404", 404)})
    )
    reported = {(each.check, each.operation) for outcome, _ in results for each in outcome.findings}
    assert reported == {("shape.operation_exists", operation)}
    assert Verdict.ERROR not in {outcome.verdict for outcome, _ in results}
    assert Verdict.NOT_OFFERED in {outcome.verdict for outcome, who in results if who == operation}


@pytest.mark.parametrize("operation", ["delete_assistant", "count_threads", "copy_thread", "create_run"])
def test_a_forbidden_operation_is_skipped_and_reported(harness, operation):
    results = verdicts(
        harness, lacking(operation, FORBIDDING["403"]), Survey({operation: Offer("forbidden", "403", 403)})
    )
    assert [outcome.findings for outcome, _ in results if outcome.findings] == []
    own = [outcome for outcome, who in results if who == operation]
    reason = f"the target forbids {load().by_id[operation]} to these credentials"
    assert (Verdict.SKIP, reason) in {(each.verdict, each.reason) for each in own}


def test_an_operation_that_returns_not_found_is_not_missing(harness):
    """A 404 that names the missing resource is a response of the operation, and a wrong one."""
    response = Response(404, JSON, b'{"detail": "Thread 7 not found"}')
    results = verdicts(harness, lacking("get_thread", response))
    assert any(outcome.findings for outcome, _ in results)
