"""Equality of JSON values for a client in JavaScript."""

import pytest

from contract_tests.actions.json_values import JSON_VALUES, is_equal, json_object


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
def test_equal_values(found, wanted):
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
def test_other_values(found, wanted):
    assert not is_equal(found, wanted)


def test_no_integer_needs_more_than_64_bits():
    assert max(value for value in JSON_VALUES.values() if isinstance(value, int)) < 2**64


def test_object_with_all_values_has_few_fields():
    assert len(json_object()) < 16
    assert json_object()["all"] == JSON_VALUES
