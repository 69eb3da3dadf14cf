"""Tests of `x-stream-events`: documented streams pass, and each violation is found."""

import json

import httpx
import pytest

from contract_tests.client.exchange import Request, Response
from contract_tests.client.stream import StreamedEvent, StreamedExchange
from contract_tests.validation.stream import goes_back

RUN = {"run_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11", "attempt": 1}
LOCATED = {
    "content-type": "text/event-stream",
    "location": "/runs/5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11/stream",
    "content-location": "/runs/5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11",
}
START = ("metadata", RUN)
VALUES = ("values", {"messages": []})
FAILED = ("error", {"error": "ValueError", "message": "boom"})
PART = ("messages", [{"type": "AIMessageChunk", "content": "a"}, {}])


@pytest.fixture
def violations(validate):
    """Return a function that lists the violations in a run's events, given as (name, data[, id])."""

    def validate_events(*events, operation="stream_run", ended="closed", content=b"-", **body):
        request = Request("POST", "http://target/runs/stream", body=json.dumps(body).encode())
        streamed = [
            StreamedEvent(
                name, data if isinstance(data, str) else json.dumps(data), *(more or [None]), at=0.0
            )
            for name, data, *more in events
        ]
        response = Response(200, httpx.Headers(LOCATED), content)
        exchange = StreamedExchange(operation, request, response, ended=ended)
        result = validate(exchange.with_received(streamed))
        assert {each.check for each in result} <= {"shape.stream"}
        return [(each.pointer, each.expected, each.received) for each in result]

    return validate_events


@pytest.mark.parametrize(
    ("events", "fields"),
    [
        ([START], {}),
        ([START, VALUES, VALUES], {}),
        ([START, VALUES, FAILED], {"stream_mode": "values"}),
        ([START, PART, VALUES], {"stream_mode": ["messages-tuple", "values"]}),
        ([START, ("values|child:1", {})], {"stream_subgraphs": True}),
        ([START, ("values", {"__interrupt__": []})], {"stream_mode": ["updates"]}),
        ([("metadata", RUN, "1-0"), ("values", {}, "1-1")], {"stream_resumable": True}),
        ([START, VALUES], {"stream_mode": []}),
        ([START, VALUES, ("end", {"status": "success"})], {}),
        ([START, FAILED, ("end", "")], {}),
        ([("metadata", RUN, "1-0"), ("end", None)], {"stream_resumable": True}),
    ],
    ids=lambda each: " ".join(name for name, *_ in each) if isinstance(each, list) else json.dumps(each),
)
def test_a_documented_stream_is_valid(violations, events, fields):
    assert violations(*events, **fields) == []


@pytest.mark.parametrize(
    ("events", "fields", "violation"),
    [
        ([], {}, ("/first", "metadata", "no event")),
        ([VALUES], {}, ("/first", "metadata", "values")),
        ([START, FAILED, VALUES], {}, ("/last", "error as the last event", "values")),
        ([START, ("stop", {})], {}, ("/event", "a documented event", '"stop"')),
        ([START, ("end", {}), VALUES], {}, ("/last", "end as the last event", "values")),
        ([START, ("end", "[DONE")], {}, ("/end", "JSON", '"[DONE"')),
        ([("end", {})], {}, ("/first", "metadata", "no event")),
        ([START, ("metadata|child:1", RUN)], {}, ("/event", "a documented event", '"metadata|"')),
        ([START, PART], {}, ("/messages", "it only with the stream mode messages-tuple", "it with values")),
        (
            [START, ("values|child:1", {})],
            {},
            ("/values", "events of subgraphs only with stream_subgraphs", "one without it"),
        ),
        ([START, ("values", "{oh")], {}, ("/values", "JSON", '"{oh"')),
        ([("metadata", {"attempt": 1})], {}, ("/metadata", "the field run_id", '{"attempt": 1}')),
        ([("metadata", {**RUN, "attempt": 0})], {}, ("/metadata/attempt", "minimum 1", "0")),
        ([START], {"stream_resumable": True}, ("/id", "an id", "an event without one")),
        ([(*START, "1-0")], {}, ("/id", "no id", "an event with one")),
        (
            [(*START, "10-0"), (*VALUES, "9-1")],
            {"stream_resumable": True},
            ("/id", "ids that never decrease", "an id below the previous one"),
        ),
    ],
)
def test_each_kind_of_violation_is_found(violations, events, fields, violation):
    assert violations(*events, **fields) == [violation]


def test_data_is_json_by_rfc_8259(violations):
    for text, received in [
        ('{"score": NaN}', "NaN, which is not JSON"),
        ('{"score": -Infinity}', "-Infinity, which is not JSON"),
        ("{'score': 1}", "\"{'score': 1}\""),
    ]:
        assert violations(START, ("values", text)) == [("/values", "JSON", received)]
    repeated = ("/values", "each field once", '"score" twice in one object')
    assert violations(START, ("values", '{"score": 1, "score": 2}')) == [repeated]


def test_a_stream_is_in_utf8(violations):
    assert violations(START, content="für".encode("latin-1")) == [
        ("/encoding", "UTF-8", "bytes that are not UTF-8")
    ]
    assert violations(START, content="🙂".encode()[:2]) == []  # we left the stream within a character


def test_the_same_mistake_in_two_items_is_at_the_same_place(violations):
    part = ("messages/partial", [{"type": "ai", "content": 1}, {"type": "ai", "content": 2}])
    places = {pointer for pointer, *_ in violations(START, part, stream_mode="messages")}
    assert places == {"/messages/partial/*/content"}


def test_a_stream_that_we_left_has_no_missing_end(violations):
    assert violations(ended="left") == []
    assert violations(START, ended="left") == []


def test_a_broken_stream_has_a_missing_end(violations):
    assert violations(START, ended="broken") == [
        ("/end", "a stream that the server ends", "a connection that was lost")
    ]


@pytest.mark.parametrize(
    ("one", "following", "back"),
    [
        ("1-0", "1-1", False),
        ("9-0", "10-0", False),
        ("1-1", "1-1", False),
        ("10-0", "9-9", True),
        ("a_event_2", "a_event_1", True),
        ("a_event_2", "b_event_1", False),
        ("", "1", False),
    ],
)
def test_ids_are_compared_by_their_numbers(one, following, back):
    assert goes_back(one, following) is back


def test_the_events_of_a_thread_always_have_ids(violations):
    done = {"status": "run_done", "run_id": RUN["run_id"]}
    assert violations(("metadata", done, "1-0"), operation="stream_thread") == []
    assert violations(("metadata", done), operation="stream_thread") == [
        ("/id", "an id", "an event without one")
    ]


def test_the_error_in_response_to_a_request_needs_no_id(violations):
    error = ("error", {"error": "HTTPException", "message": "404: Thread not found"})
    done = ("metadata", {"status": "run_done", "run_id": RUN["run_id"]}, "1-0")
    assert violations(error, operation="stream_thread") == []
    assert violations(done, error, operation="stream_thread") == [("/id", "an id", "an event without one")]


def test_only_streams_of_runs_close_with_an_event(violations):
    end = ("end", {}, "1-0")
    assert violations(("end", {}), operation="join_thread_run_stream") == []
    assert violations(end, operation="stream_thread") == [("/event", "a documented event", '"end"')]


def test_modes_of_a_joined_stream_are_unknown(violations):
    assert violations(PART, ("values|child:1", {}, "1-0"), operation="join_thread_run_stream") == []
