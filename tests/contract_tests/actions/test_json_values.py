"""JSON values that a target keeps: their equality for a client in JavaScript, and the smallest fault."""

import json

import httpx
import pytest

from contract_tests.actions.json_values import JSON_VALUES, expect_kept, is_equal, json_object
from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.finding import InvalidResponse, RequestRefused, RequirementNotMet
from contract_tests.harness.check_context import CheckContext

EXCHANGE = Exchange(
    "put_item", Request("PUT", "http://127.0.0.1/store/items"), Response(200, httpx.Headers())
)


class Context:
    expect = CheckContext.expect

    def __init__(self):
        self.wrong = []


class Target:
    """A target that rejects some JSON texts, and changes objects."""

    def __init__(self, *, rejected=(), change=lambda values: values):
        self.rejected = rejected
        self.change = change
        self.sent = []

    def keep(self, values):
        self.sent.append(values)
        if any(each in json.dumps(values) for each in self.rejected):
            raise RequestRefused(EXCHANGE)
        return EXCHANGE, self.change(values)

    def keep_or_fail(self, ctx):
        """Return `keep` of a target with server errors in place of rejections."""

        def keep(values):
            try:
                return self.keep(values)
            except RequestRefused:
                ctx.wrong.append(InvalidResponse(EXCHANGE, ()))
                raise ctx.wrong[-1] from None

        return keep

    def broken(self, exception):
        with pytest.raises(exception) as broken:
            expect_kept(Context(), self.keep, "/value")
        return broken.value


def test_one_request_suffices_if_all_values_are_kept():
    target = Target(change=lambda values: {**values, "owner": "u1"})
    expect_kept(Context(), target.keep, "/value")
    assert target.sent == [json_object()]


@pytest.mark.parametrize(
    ("rejected", "alone"),
    [("null", {"null": None}), ("18446744073709551615", {"all": {"uint64": 2**64 - 1}})],
)
def test_rejected_value_is_sent_alone(rejected, alone):
    target = Target(rejected=[rejected])
    target.broken(RequestRefused)
    assert target.sent[-1] == alone


def test_server_error_of_one_value_takes_the_place_of_that_of_all():
    target, ctx = Target(rejected=["1e+308"]), Context()
    with pytest.raises(InvalidResponse) as failed:
        expect_kept(ctx, target.keep_or_fail(ctx), "/value")
    assert target.sent[-1] == {"all": {"large": 1e308}}
    assert ctx.wrong == [failed.value]


def test_server_error_of_all_values_remains_if_none_fails_alone():
    target, ctx = Target(rejected=['"zero": 0, "empty_text"']), Context()
    with pytest.raises(InvalidResponse) as failed:
        expect_kept(ctx, target.keep_or_fail(ctx), "/value")
    assert ctx.wrong == [failed.value]


@pytest.mark.parametrize(
    ("change", "pointer", "alone"),
    [
        (lambda values: {k: v for k, v in values.items() if v is not None}, "/value/null", {"null": None}),
        (
            lambda values: json.loads(json.dumps(values).replace("1e-07", "0.0")),
            "/value/all/small",
            {"all": {"small": 1e-7}},
        ),
    ],
)
def test_changed_value_is_sent_alone(change, pointer, alone):
    target = Target(change=change)
    assert target.broken(RequirementNotMet).pointer == pointer
    assert target.sent == [json_object(), alone]


def test_values_that_are_rejected_only_together_are_reported_together():
    target = Target(rejected=['"zero": 0, "empty_text"'])
    target.broken(RequestRefused)
    assert target.sent[0] == json_object()


def test_value_that_is_changed_only_among_others_is_reported_among_them():
    target = Target(change=lambda values: values if len(values) == 1 else {**values, "zero": 1})
    assert target.broken(RequirementNotMet).pointer == "/value/zero"


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (1, 1.0),
        (0, -0.0),
        (2**53, 2**53 + 1),
        (1.2345678901234568e29, 123456789012345678901234567890),
        ({"a": [1, None], "b": 2}, {"b": 2.0, "a": [1, None]}),
        *((value, value) for value in JSON_VALUES.values()),
    ],
)
def test_values_that_json_does_not_distinguish_are_equal(found, wanted):
    assert is_equal(found, wanted)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (True, 1),
        (0, False),
        (None, ""),
        (None, {}),
        ("1", 1),
        ([], {}),
        (2**53 + 2, 2**53),
        (10**400, 1e308),
        ("2024-01-01T00:00:00+00:00", "2024-01-01T00:00:00Z"),
        ({"a": 1, "b": 2}, {"a": 1}),
        ([1], [1, None]),
        ("é", "e\u0301"),
    ],
)
def test_values_that_json_distinguishes_are_not_equal(found, wanted):
    assert not is_equal(found, wanted)


def test_no_integer_needs_more_than_64_bits():
    assert max(value for value in JSON_VALUES.values() if isinstance(value, int)) < 2**64


def test_object_with_all_values_has_few_fields():
    assert len(json_object()) < 16
    assert json_object()["all"] == JSON_VALUES
