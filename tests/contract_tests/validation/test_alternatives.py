"""Tests of invalid values of a schema with alternatives: the finding is about the one that was meant."""

import pytest

from contract_tests import contract as contracts
from contract_tests.validation.request import Validity

STARTED = {"type": "object", "required": ["at"], "properties": {"at": {"type": "integer"}}}
ENDED = {"type": "object", "required": ["status", "code"], "properties": {"at": {"type": "integer"}}}
ENDED_OTHERWISE = {"type": "object", "required": ["reason", "code"]}
A, B = ({"required": ["x", name], "properties": {"kind": {"const": name}}} for name in ("a", "b"))


@pytest.fixture(scope="module")
def breaches():
    validity = Validity(contracts.load())

    def found(schema, value):
        return [(each.pointer, each.expected) for each in validity.breaches_of(schema, value)]

    return found


@pytest.mark.parametrize("word", ["anyOf", "oneOf"])
@pytest.mark.parametrize(
    ("alternatives", "value", "expected"),
    [
        ([STARTED, ENDED], {"at": "x"}, [("/at", 'type "integer"')]),
        ([STARTED, {"type": "null"}], {}, [("", "the field at")]),
        ([A, B], {"kind": "b", "b": 1}, [("", "the field x")]),
        ([{"anyOf": [STARTED, ENDED]}, {"type": "null"}], {"at": "x"}, [("/at", 'type "integer"')]),
        ([STARTED, {"type": "null"}], "text", [("", "object or null")]),
        ([ENDED_OTHERWISE, ENDED], {}, [("", "object or object")]),
    ],
)
def test_the_finding_is_about_the_alternative_that_was_meant(breaches, word, alternatives, value, expected):
    assert breaches({word: alternatives}, value) == expected
