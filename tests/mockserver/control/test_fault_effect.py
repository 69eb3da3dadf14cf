"""Effects: delays, responses, and edits of events."""

from random import Random

import orjson
import pytest

from mockserver.control.event_bytes import EventSplitter, is_comment, malformed_event, malformed_json
from mockserver.control.fault_delay import MAX_SECONDS, delay
from mockserver.control.fault_effect import effect
from mockserver.control.fault_plan import FaultPlan
from mockserver.control.prefer_header import Preferences, preferences
from mockserver.control.stream_fault import Cut, Pause
from mockserver.errors import InvalidRequest


def seeded(seed):
    return Random(seed)  # noqa: S311 - repeatable, not secret


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        (0.5, 0.5, 0.5),
        ({"uniform": {"min": 1, "max": 2}}, 1, 2),
        ({"normal": {"mean": 1, "deviation": 5}}, 0, MAX_SECONDS),
        ({"exponential": {"mean": 2}}, 0, MAX_SECONDS),
        ({"lognormal": {"median": 1, "sigma": 20}}, 0, MAX_SECONDS),
    ],
)
def test_delays_stay_within_their_bounds_and_repeat(given, low, high):
    drawn = [[delay(given, "delay").seconds(random) for _ in range(200)] for random in (seeded(3), seeded(3))]
    assert drawn[0] == drawn[1]
    assert all(low <= seconds <= high for seconds in drawn[0])
    assert len(set(drawn[0])) > 1 or given == 0.5


@pytest.mark.parametrize(
    ("given", "status", "headers", "content"),
    [
        ({"status": 503}, 503, {"content-type": "application/json"}, b'{"detail":"Service Unavailable"}'),
        ({"status": 529}, 529, {"content-type": "application/json"}, b'{"detail":"Forced by a fault"}'),
        (
            {"status": 429, "headers": {"Retry-After": 3}},
            429,
            {"content-type": "application/json", "retry-after": "3"},
            b'{"detail":"Too Many Requests"}',
        ),
        ({"status": 204}, 204, {}, b""),
        ({"body": ""}, 200, {"content-type": "text/plain; charset=utf-8"}, b""),
        ({"body": None}, 200, {"content-type": "application/json"}, b"null"),
        (
            {"body": "{", "headers": {"Content-Type": "application/json"}},
            200,
            {"content-type": "application/json"},
            b"{",
        ),
    ],
)
def test_forced_response(given, status, headers, content):
    response = effect(given, "effect").response
    assert (response.status, dict(response.headers), response.content) == (status, headers, content)


def test_headers_without_a_status_are_added_to_the_real_response():
    made = effect({"headers": {"X-Many": ["a", "b"]}}, "effect")
    assert made.response is None
    assert made.headers == (("x-many", "a"), ("x-many", "b"))


def steps(stream, events=4, more=()):
    """Return what is sent in place of the events 1, 2, ..., and the pauses and cuts."""
    plan = FaultPlan()
    for each in (stream, *more):
        made = effect({"stream": each}, "effect")
        plan.add("f", made, seeded(1), None)
    editors = plan.editors(lambda event: b"!" + event)
    found = [*editors.begin()]
    for number in range(events):
        for step in editors.edit(b"%d" % (number + 1)):
            found.append(step)
            if isinstance(step, Cut):
                return found
    return [*found, *editors.end()]


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ({"lost": 2}, [b"1", b"3", b"4"]),
        ({"lost": {"every": 2}}, [b"1", b"3"]),
        ({"lost": {"probability": 1}}, []),
        ({"duplicated": [1, 4]}, [b"1", b"1", b"2", b"3", b"4", b"4"]),
        ({"malformed": 3}, [b"1", b"2", b"!3", b"4"]),
        ({"reordered": 1}, [b"2", b"1", b"3", b"4"]),
        ({"reordered": 4}, [b"1", b"2", b"3", b"4"]),
        ({"reordered": {"probability": 1}}, [b"2", b"1", b"4", b"3"]),
        ({"cut": {"after": 2}}, [b"1", b"2", Cut(2, "close")]),
        ({"cut": {"after": 0, "by": "reset"}}, [Cut(0, "reset")]),
        ({"cut": {"after": 1, "by": "end"}, "reordered": 1}, [b"1", Cut(1, "end")]),
        ({"stall": {"after": 3}}, [b"1", b"2", b"3", Pause(None), b"4"]),
        ({"stall": {"after": 0, "seconds": 2}}, [Pause(2.0), b"1", b"2", b"3", b"4"]),
    ],
)
def test_stream_edits(stream, expected):
    if stream.get("cut", {}).get("after") == 0:
        assert steps(stream)[:1] == expected
    else:
        assert steps(stream) == expected


def test_each_fault_edits_the_output_of_the_previous_one():
    assert steps({"lost": 1}, more=[{"duplicated": 1}]) == [b"2", b"2", b"3", b"4"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_split_wherever_the_pieces_end(size):
    stream = b"event: a\r\ndata: 1\r\n\r\n: heartbeat\r\n\r\ndata: 2\n\nevent: open"
    splitter = EventSplitter()
    pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
    events = [event for piece in pieces for event in splitter.split(piece)]
    assert events == [b"event: a\r\ndata: 1\r\n\r\n", b": heartbeat\r\n\r\n", b"data: 2\n\n"]
    assert [is_comment(event) for event in events] == [False, True, False]
    assert splitter.rest() == b"event: open"


@pytest.mark.parametrize("content", [b"", b"1", b"12", b'"ab"', b"[1,2]", b'{"a":{}}', b"null", b"{}"])
def test_malformed_json_is_malformed(content):
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(malformed_json(content))


def test_a_malformed_event_keeps_its_frame():
    assert malformed_event(b'event: a\r\ndata: {"x":1}\r\nid: 7\r\n\r\n') == (
        b'event: a\r\ndata: {"x{\r\nid: 7\r\n\r\n'
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([b"code=503"], Preferences(503)),
        ([b"Code = 503, wait=2"], Preferences(503, wait=2.0)),
        ([b'example="found"'], Preferences(example="found")),
        ([b"respond-async", b"wait=0.5; x"], Preferences(wait=0.5)),
        ([b"code=404, code=500"], Preferences(404)),
        ([b"return=minimal"], Preferences()),
        ([], Preferences()),
    ],
)
def test_preferences(values, expected):
    assert preferences([(b"prefer", value) for value in values]) == expected


@pytest.mark.parametrize(
    "value", [b"code=abc", b"code=99", b"code=", b"code=600", b"wait=-1", b"wait=nan", b"wait=x"]
)
def test_invalid_preferences_name_the_header(value):
    with pytest.raises(InvalidRequest, match=r"header prefer: (code|wait)="):
        preferences([(b"prefer", value)])
