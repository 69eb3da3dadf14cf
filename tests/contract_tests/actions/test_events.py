"""Tests of reading protocol v2 events, including malformed ones."""

import json

import pytest

from contract_tests.actions.events import data, is_end, namespace, sequence_of, status, texts
from contract_tests.client.stream import StreamedEvent


def event(method="lifecycle", event_data=None, where=(), seq=1):
    params = {"namespace": [*where], "timestamp": 1, "data": {} if event_data is None else event_data}
    body = {"type": "event", "event_id": f"e{seq}", "seq": seq, "method": method, "params": params}
    return StreamedEvent(method, json.dumps(body), str(seq), 0.0)


def part(kind, **part_data):
    return event("messages", {"event": kind, **part_data})


def delta(index, **delta_fields):
    return part("content-block-delta", index=index, delta=delta_fields)


def finish(index, **content):
    return part("content-block-finish", index=index, content=content)


@pytest.mark.parametrize(
    ("status_sent", "expected"),
    [("running", False), ("completed", True), ("failed", True), ("interrupted", True), ("started", False)],
)
def test_a_run_ends_in_one_of_three_ways(status_sent, expected):
    assert status(event(event_data={"event": status_sent})) == status_sent
    assert is_end(event(event_data={"event": status_sent})) == expected


def test_the_end_of_a_subgraph_is_not_the_runs():
    assert not is_end(event(event_data={"event": "completed"}, where=["child:1"]))
    assert not is_end(event("values", {"event": "completed"}))


@pytest.mark.parametrize("text", ["", "[]", "1", '{"params": 1}', '{"params": {"data": []}}'])
def test_events_of_another_shape_have_no_data(text):
    strange = StreamedEvent("lifecycle", text, None, 0.0)
    assert (data(strange), namespace(strange), is_end(strange)) == ({}, (), False)
    assert sequence_of([strange]) == [(None, None, "lifecycle")]


def test_events_are_equal_regardless_of_their_data():
    assert (
        sequence_of([event(event_data={"a": 1})])
        == sequence_of([event(event_data={"a": 2})])
        == [(1, "e1", "lifecycle")]
    )


def test_texts_are_put_together_block_by_block():
    parts = [
        part("content-block-start", index=0, content={"type": "text", "text": ""}),
        delta(0, type="text-delta", text="Hel"),
        delta(1, type="tool-call-delta", args="{"),
        delta(0, type="text-delta", text="lo"),
        finish(0, type="text", text="Hello"),
        finish(1, type="tool_call", name="x"),
        part("message-finish"),
        part("content-block-start", index=0, content={"type": "text", "text": ""}),
        finish(0, type="text", text="lost"),
    ]
    assert texts(parts) == (["Hello", ""], ["Hello", "lost"])
