"""JSON of the values in graphs, approximated where JSON has no form for them."""

import asyncio
import json
import re
from collections import deque, namedtuple
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage
from langgraph.types import Interrupt, Send

from mockserver.graphs.json_encoder import encode, encode_interleaved

Point = namedtuple("Point", "x y")  # noqa: PYI024 it is this kind that has no types


class Colour(Enum):
    RED = "red"


@dataclass
class Pair:
    left: object
    right: object


class Odd:
    def __repr__(self):
        return "odd"


class Breaking(Odd):
    def model_dump(self):
        raise RuntimeError("not today")


FORMS = [
    (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (datetime(2025, 1, 1, tzinfo=UTC), "2025-01-01T00:00:00+00:00"),
    (date(2025, 1, 1), "2025-01-01"),
    (timedelta(minutes=1), 60.0),
    (Decimal(2), 2),
    (Decimal("2.5"), 2.5),
    (Decimal("NaN"), None),
    (float("inf"), None),
    (b"\xff", "/w=="),
    (re.compile("a+"), "a+"),
    (Colour.RED, "red"),
    ((1, 2), [1, 2]),
    ({1}, [1]),
    (deque([1]), [1]),
    (Point(1, 2), {"x": 1, "y": 2}),
    (MappingProxyType({"a": 1}), {"a": 1}),
    (Pair(1, Odd()), {"left": 1, "right": "odd"}),
    (Send("node", {"a": 1}), {"node": "node", "args": {"a": 1}}),
    (Interrupt("Why?", id="1"), {"value": "Why?", "id": "1", "response_schema": None}),
    (ValueError("no"), {"error": "ValueError", "message": "no"}),
    (HumanMessage, "<class 'langchain_core.messages.human.HumanMessage'>"),
    ({1: "a", None: "b"}, {"1": "a", "null": "b"}),
]
BEYOND = [
    (2**70, 2**70),
    pytest.param(16**5000, "0x1" + "0" * 5000, id="a very long integer"),
    pytest.param({16**5000: 1}, {"0x1" + "0" * 5000: 1}, id="one as a key"),
    ("a\ud800b", "a?b"),
    ({("a", 1): 2**70}, {"['a', 1]": 2**70}),
    ({"a\ud800": float("nan")}, {"a?": None}),
    (Breaking(), "Breaking"),
    ([Pair(2**70, Colour.RED), {b"\xff"}], [{"left": 2**70, "right": "red"}, ["/w=="]]),
]


@pytest.mark.parametrize(("value", "form"), FORMS)
def test_values_without_json_form_are_converted(value, form):
    assert orjson.loads(encode({"it": value})) == {"it": form}


@pytest.mark.parametrize(("value", "form"), FORMS)
def test_values_without_a_json_form_do_not_change_the_others(value, form):
    assert orjson.loads(encode({"it": value, "\ud800": 1})) == {"it": form, "?": 1}


@pytest.mark.parametrize(("value", "form"), BEYOND)
def test_unwritable_values_are_approximated(value, form):
    assert json.loads(encode(value)) == form


def test_a_message_has_the_form_of_its_model():
    message = HumanMessage("hi", id="m1")
    assert orjson.loads(encode([message])) == [message.model_dump()]


def test_recursive_value_is_written_once():
    ring = {"name": "ring"}
    ring["self"] = ring
    assert orjson.loads(encode(ring)) == {"name": "ring", "self": "..."}


def test_deep_value_is_truncated():
    deep = []
    for _ in range(5000):
        deep = [deep]
    assert b'"..."' in encode(deep)


leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals(allow_nan=False)
    | st.binary(max_size=3) | st.text(st.characters(), max_size=3)
    | st.datetimes() | st.timedeltas() | st.uuids()
    | st.sampled_from([Odd(), Breaking(), Odd, Colour.RED])
)  # fmt: skip
values = st.recursive(
    leaves,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(leaves, below, max_size=3)
        | st.tuples(below, below)
        | st.builds(Pair, below, below)
    ),
    max_leaves=8,
)


@given(values)
def test_every_value_is_written(value):
    orjson.loads(encode(value))


MESSAGES = [HumanMessage(str(number), id=str(number)) for number in range(2000)]
CYCLE = {"messages": MESSAGES[:1]}
CYCLE["self"] = CYCLE


@pytest.mark.parametrize(
    "value",
    [
        {"messages": MESSAGES},
        {"node": {"messages": tuple(MESSAGES)}, 1: "\ud800", "odd": Odd()},
        [[MESSAGES], [], {}, [None] * 3000],
        {str(number): number for number in range(2000)},
        CYCLE,
        [],
    ],
)
def test_a_long_value_has_the_same_json_in_turns(value):
    assert json.loads(asyncio.run(encode_interleaved(value))) == json.loads(encode(value))
