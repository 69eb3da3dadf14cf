"""JSON is parsed as RFC 8259 defines it, and as browsers do, not as Python does."""

import codecs

import pytest

from contract_tests.client import strict_json
from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.stream import StreamedEvent
from contract_tests.client.websocket import parsed

SLOPPY = ["NaN", '{"a": [Infinity]}', "-Infinity"]
INVALID = ["", "{", "'a'", "01", "[1,]", '"\x01"', "nan", "+1", "0x1", "// no\n1"]
BROKEN_BYTES = [
    codecs.BOM_UTF8 + b"1",
    "1".encode("utf-16"),
    "1".encode("utf-32"),
    b'"\xff"',
    b'"\xed\xa0\x80"',
]


@pytest.mark.parametrize("text", ["0", "-0", "1e400", '"\\ud800"', '"\u2028 🙂"', "[[[]]]", ' {"": null} '])
def test_valid_json_is_parsed(text):
    assert strict_json.parse(text) == strict_json.parse(text.encode())
    assert strict_json.problem(text) is None


@pytest.mark.parametrize("content", [*SLOPPY, *BROKEN_BYTES], ids=repr)
def test_what_only_python_accepts_is_rejected_with_its_reason(content):
    with pytest.raises(strict_json.NotStrictJson):
        strict_json.parse(content)
    assert strict_json.problem(content)


@pytest.mark.parametrize("text", INVALID)
def test_invalid_json_is_rejected(text):
    with pytest.raises(ValueError, match="line 1"):
        strict_json.parse(text)
    assert strict_json.problem(text) is None


@pytest.mark.parametrize("text", SLOPPY)
def test_bodies_events_and_messages_are_parsed_strictly(text):
    exchange = Exchange(None, Request("GET", "/"), Response(200, content=text.encode()))
    assert exchange.json is None
    assert not StreamedEvent("values", text, None, 0.0).is_json
    assert parsed(text) is None


def test_a_repeated_name_is_found_at_any_depth():
    assert strict_json.repeated_name('{"a": [{"b": 1, "c": 2, "b": 1}]}') == "b"
    assert strict_json.repeated_name('{"a": {"b": 1}, "b": {"a": 1}}') is None
    assert strict_json.repeated_name("<html>") is None


def test_utf8_may_end_within_a_character():
    assert strict_json.is_utf8("🙂".encode()[:3])
    assert not strict_json.is_utf8(b"\xff")
