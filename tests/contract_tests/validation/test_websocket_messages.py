"""Tests of WebSocket messages: events are validated like stream events, responses by command."""

import json

import pytest

from contract_tests.client.exchange import SOCKET, Request, Response
from contract_tests.client.stream import StreamedEvent
from contract_tests.client.websocket import SocketExchange

PARAMS = {"namespace": [], "timestamp": 1, "data": {"event": "running"}}
EVENT = {"type": "event", "event_id": "e", "seq": 2, "method": "lifecycle", "params": PARAMS}
RESPONSE = {"type": "success", "id": 1, "result": {}}


@pytest.fixture
def violations(validate):
    """Return a function that lists the invalid places in events and responses."""

    def validate_events(*frames):
        events = [frame for frame in frames if frame.get("type") == "event"]
        responses = [json.dumps(frame) for frame in frames if frame not in events]
        exchange = SocketExchange(
            "stream_thread_events",
            Request(SOCKET, "ws://target/threads/t/stream/events"),
            Response(101),
            events=tuple(
                StreamedEvent(each["method"], json.dumps(each), str(each["seq"]), 0.0) for each in events
            ),
            ended="left",
            responses=tuple(responses),
        )
        result = validate(exchange)
        assert {each.check for each in result} <= {"shape.stream"}
        return [each.pointer for each in result]

    return validate_events


def test_events_and_responses_are_valid_in_any_order(violations):
    earlier = {**EVENT, "seq": 1}
    assert violations(EVENT, RESPONSE, earlier, EVENT) == []


def test_reply_to_an_invalid_command_has_no_id(violations):
    assert violations({"type": "error", "id": None, "error": "invalid_argument", "message": "no"}) == []


@pytest.mark.parametrize(
    ("frame", "pointers"),
    [
        ({**EVENT, "method": "news"}, ["/event"]),
        ({**EVENT, "params": {**PARAMS, "data": {}}}, ["/lifecycle/params/data"]),
        ({**EVENT, "seq": 0}, ["/lifecycle/seq"]),
        ({**RESPONSE, "result": 1}, ["/response"]),
        ({"type": "error", "id": 1, "error": "no", "message": "no"}, ["/response"]),
        ({}, ["/response"]),
    ],
)
def test_schema_violation_is_found(violations, frame, pointers):
    assert violations(RESPONSE, frame) == pointers
