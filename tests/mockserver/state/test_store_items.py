"""Filters of items: matching values, and invalid filters."""

import pytest

from mockserver.errors import BadRequest, InvalidRequest
from mockserver.state.store_items import ItemFilter

VALUE = {
    "n": 2,
    "yes": True,
    "text": "b",
    "none": None,
    "list": [1, {"a": 1, "b": 2}],
    "in": {"a": 1, "b": 2},
}


@pytest.mark.parametrize(
    "conditions",
    [
        {},
        {"n": 2},
        {"n": 2.0},
        {"n": 2, "text": "b"},
        {"none": None},
        {"absent": None},
        {"in": {"a": 1}},
        {"in": {}},
        {"in": {"a": {"$lt": 2}}},
        {"list": [1, {"a": 1}]},
        {"list": [{"$gt": 0}, {}]},
        {"n": {"$eq": 2}},
        {"n": {"$ne": 1}},
        {"n": {"$gt": 1, "$lt": 3}},
        {"n": {"$gte": 2, "$lte": 2}},
        {"in": {"$eq": {"b": 2, "a": 1}}},
        {"list": {"$ne": [1]}},
        {"absent": {"$ne": 1}},
    ],
)
def test_matching_filters(conditions):
    assert ItemFilter(conditions).admits(VALUE)


@pytest.mark.parametrize(
    "conditions",
    [
        {"n": 1},
        {"n": "2"},
        {"yes": 1},
        {"n": 2, "text": "a"},
        {"absent": 0},
        {"in": {"a": 2}},
        {"in": {"c": 1}},
        {"text": {"a": 1}},
        {"list": [1]},
        {"list": [{"a": 1}, 1]},
        {"n": {"$gt": 2}},
        {"n": {"$gte": 2, "$lt": 2}},
        {"text": {"$gt": 1}},
        {"yes": {"$gte": 0}},
        {"absent": {"$lt": 9}},
        {"in": {"$eq": {"a": 1}}},
        {"$eq": 2},
    ],
)
def test_filters_that_do_not_match(conditions):
    assert not ItemFilter(conditions).admits(VALUE)


@pytest.mark.parametrize(
    ("conditions", "detail"),
    [
        ({"n": {"$in": [2]}}, "body.filter.n: '$in' is not one of $eq, $ne, $gt, $gte, $lt, $lte"),
        ({"n": {"$eq": 2, "a": 1}}, "body.filter.n: 'a' is not one of $eq, $ne, $gt, $gte, $lt, $lte"),
        ({"n": {"$gt": "2"}}, "body.filter.n.$gt: must be a number"),
        ({"n": {"$lt": True}}, "body.filter.n.$lt: must be a number"),
        ({"a": [{"b": {"$gt": None}}]}, "body.filter.a.0.b.$gt: must be a number"),
    ],
)
def test_an_invalid_filter_is_rejected_even_without_items(conditions, detail):
    with pytest.raises(BadRequest) as raised:
        ItemFilter(conditions)
    assert raised.value.detail == detail


def test_a_filter_has_a_maximum_size():
    with pytest.raises(InvalidRequest, match="must have at most 500 values"):
        ItemFilter({"list": list(range(500))})
