"""Containment, as defined by PostgreSQL's `jsonb @>`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.state.containment import contains

leaf = st.none() | st.booleans() | st.sampled_from([0, 1, 1.0, -0.0, 2**60, 2.0**60, "", "a", "1"])
anything = st.recursive(
    leaf,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=12,
)


def contains_one_by_one(whole, part):
    """Compare each element with each, as PostgreSQL documents it."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and contains_one_by_one(whole[key], value) for key, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and all(
            any(contains_one_by_one(there, wanted) for there in whole) for wanted in part
        )
    return isinstance(whole, bool) == isinstance(part, bool) and whole == part


def parts_of(whole):
    """Return a strategy for contained values: some keys and elements, in any order, some of them twice."""
    if isinstance(whole, dict):
        return st.fixed_dictionaries({}, optional={key: parts_of(value) for key, value in whole.items()})
    if isinstance(whole, list) and whole:
        return st.lists(st.one_of([parts_of(value) for value in whole]), max_size=5)
    return st.just(whole)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.data())
def test_looking_up_finds_what_comparing_each_with_each_finds(data):
    whole = data.draw(anything)
    assert contains(whole, data.draw(parts_of(whole)))
    part = data.draw(anything)
    assert contains(whole, part) == contains_one_by_one(whole, part)


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
