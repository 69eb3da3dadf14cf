"""Comparison of values, and what explains a wrong status."""

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.finding import InvalidResponse, RequestRefused, RequirementNotMet, Violation
from contract_tests.harness import expect
from contract_tests.harness.expect import is_same

NOON = "2099-01-01T12:00:00Z"


@pytest.mark.parametrize("text", [NOON, "2099-01-01T12:00:00+00:00", "2099-01-01T13:00:00.000+01:00"])
def test_texts_of_one_instant_are_the_same(text):
    assert is_same({"end_time": [text]}, {"end_time": [NOON]})


def test_texts_of_one_instant_are_the_same_in_an_event():
    assert is_same([("values", {"time": NOON})], [("values", {"time": "2099-01-01T12:00:00+00:00"})])


@pytest.mark.parametrize("text", ["2099-01-01T12:00:01Z", "2099-01-01T12:00:00", "noon", None, 1])
def test_other_values_are_not_the_same(text):
    assert not is_same(text, NOON)


@pytest.mark.parametrize(("check", "is_explained"), [("shape.body", False), ("shape.status", True)])
def test_an_invalid_body_does_not_explain_a_wrong_status(check, is_explained):
    exchange = Exchange("create_thread_run", Request("POST", "/threads/1/runs", {}, b""), Response(200))
    invalid = InvalidResponse(exchange, [Violation(check, "a", "b", "c")])
    broken = RequirementNotMet("409", "200", exchange, is_about_status=True)
    assert invalid.explains(broken) is is_explained


@pytest.mark.parametrize(
    ("status", "expected", "error"),
    [
        (422, (200,), RequestRefused),
        (400, (200, 204), RequestRefused),
        (404, (200,), RequirementNotMet),
        (500, (200,), RequirementNotMet),
        (422, (400,), RequirementNotMet),
        (400, (200, 404), RequirementNotMet),
        (204, (200,), RequirementNotMet),
    ],
)
def test_a_rejection_in_place_of_a_success_may_be_because_of_a_field(status, expected, error):
    exchange = Exchange("create_thread_run", Request("POST", "/threads/1/runs", {}, b""), Response(status))
    with pytest.raises(error):
        expect.status(None, exchange, *expected)


@pytest.mark.parametrize(
    ("found", "wanted", "text"),
    [
        ("2026", "2025", '"2026"'),
        (None, "2025", "null"),
        ([], ["a"], "[]"),
        ({"a": 1}, {"a": 2}, '{"a": 1}'),
        ({"a": {"b": "x" * 90}, "c": 1}, {"a": {"b": "x" * 90}, "c": 2}, "1 at /c"),
        ({"a": "x" * 90}, {"a": "x" * 90, "b": 1}, "no such field at /b"),
        ({"a": "x" * 90, "b/c": 1}, {"a": "x" * 90}, "1 at /b~1c"),
        ({"a": ["x" * 90, 1]}, {"a": ["x" * 90]}, "2 items instead of 1 at /a"),
        ({"a": ["x" * 90, 1]}, {"a": ["x" * 90, 2]}, "1 at /a/1"),
        (("debug", {"a": "x" * 90, "b": 1}), ("debug", {"a": "x" * 90, "b": 2}), "1 at /1/b"),
    ],
)
def test_a_difference_is_the_value_or_the_first_part_that_differs(found, wanted, text):
    assert expect.difference(found, wanted) == text


@pytest.mark.parametrize(
    ("found", "wanted", "text"),
    [
        ([], ["a"], "0 events; number 1 is missing"),
        (["a"], ["a", "b"], "1 event; number 2 is missing"),
        (["a", "c"], ["a", "b"], '2 events; number 2 is "c"'),
        (["a", "b", "c"], ["a", "b"], '3 events; number 3 is "c"'),
    ],
)
def test_sequences_differ_in_one_of_their_parts(found, wanted, text):
    assert expect.sequence_difference(found, wanted) == text


def test_parts_without_an_end_or_a_start_are_counted():
    assert (
        expect.unpaired([1, 2, 3], [3, 4], "task")
        == "starts of tasks: 3, ends: 2; 2 without an end, 1 without a start"
    )


@pytest.mark.parametrize(
    ("found", "wanted", "received"),
    [
        ([1, *[0] * 119], [1], "also 119 threads that do not match"),
        ([1, 0], [1], "also 1 thread that does not match"),
        ([2], [1], "not thread 1, also thread 2"),
        ([], [1, 3], "not threads 1, 3"),
        ([1, 1], [1], "also thread 1"),
        ([1, 3, 2], [3, 2, 1], "threads 1, 3, 2"),
        ([2], [], "also thread 2"),
    ],
)
def test_numbered_resources_are_named(context_on, found, wanted, received):
    ctx = context_on(lambda _: httpx.Response(200, json=[]))
    exchange = ctx.raw("GET", "/threads")
    with pytest.raises(RequirementNotMet) as broken:
        expect.numbered(ctx, exchange, found, wanted, "thread")
    assert broken.value.received == received
