"""Containment as PostgreSQL's `jsonb @>` has it."""

import pytest

from mockserver.state.containment import contains


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ({"a": 1, "b": 2}, {"a": 1}),
        ({"a": 1}, {}),
        ({"a": {"b": {"c": 1, "d": 2}}}, {"a": {"b": {"c": 1}}}),
        ({"a": [1, 2, 3]}, {"a": [3, 1]}),
        ({"a": [1]}, {"a": [1, 1]}),
        ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}),
        ({"a": [1]}, {"a": []}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": None}, {"a": None}),
    ],
)
def test_it_is_contained(whole, part):
    assert contains(whole, part)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        ({}, {"a": None}),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}),
        ({"a": [1, 2]}, {"a": [1, 3]}),
        ({"a": [1]}, {"a": 1}),
        ({"a": 1}, {"a": [1]}),
        ({"a": {"0": 1}}, {"a": [1]}),
        ({"a": True}, {"a": 1}),
        ({"a": 0}, {"a": False}),
        ({"a": "1"}, {"a": 1}),
        (None, {"a": 1}),
    ],
)
def test_it_is_not_contained(whole, part):
    assert not contains(whole, part)
