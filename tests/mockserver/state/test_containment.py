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


def contains_one_by_one(container, part):
    """Compare each element with each, as PostgreSQL documents it."""
    if isinstance(part, dict):
        return isinstance(container, dict) and all(
            key in container and contains_one_by_one(container[key], value) for key, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(container, list) and all(
            any(contains_one_by_one(member, element) for member in container) for element in part
        )
    return isinstance(container, bool) == isinstance(part, bool) and container == part


def parts_of(whole_value):
    """Return a strategy for contained values: some keys and elements, in any order, some of them twice."""
    if isinstance(whole_value, dict):
        return st.fixed_dictionaries(
            {}, optional={key: parts_of(value) for key, value in whole_value.items()}
        )
    if isinstance(whole_value, list) and whole_value:
        return st.lists(st.one_of([parts_of(value) for value in whole_value]), max_size=5)
    return st.just(whole_value)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.data())
def test_lookup_agrees_with_pairwise_comparison(data):
    container = data.draw(anything)
    assert contains(container, data.draw(parts_of(container)))
    part = data.draw(anything)
    assert contains(container, part) == contains_one_by_one(container, part)


@pytest.mark.parametrize(
    ("container", "part"),
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
def test_part_is_contained(container, part):
    assert contains(container, part)


@pytest.mark.parametrize(
    ("container", "part"),
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
def test_part_is_not_contained(container, part):
    assert not contains(container, part)
