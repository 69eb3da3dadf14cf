"""Comparison of values, and what explains a wrong status."""

import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.finding import InvalidResponse, RequirementNotMet, Violation
from contract_tests.harness.expect import is_same

NOON = "2099-01-01T12:00:00Z"


@pytest.mark.parametrize("text", [NOON, "2099-01-01T12:00:00+00:00", "2099-01-01T13:00:00.000+01:00"])
def test_texts_of_one_instant_are_the_same(text):
    assert is_same({"end_time": [text]}, {"end_time": [NOON]})


@pytest.mark.parametrize("text", ["2099-01-01T12:00:01Z", "2099-01-01T12:00:00", "noon", None, 1])
def test_other_values_are_not_the_same(text):
    assert not is_same(text, NOON)


@pytest.mark.parametrize(("check", "is_explained"), [("shape.body", False), ("shape.status", True)])
def test_an_invalid_body_does_not_explain_a_wrong_status(check, is_explained):
    exchange = Exchange("create_thread_run", Request("POST", "/threads/1/runs", {}, b""), Response(200))
    invalid = InvalidResponse(exchange, [Violation(check, "a", "b", "c")])
    broken = RequirementNotMet("409", "200", exchange, is_about_status=True)
    assert invalid.explains(broken) is is_explained
