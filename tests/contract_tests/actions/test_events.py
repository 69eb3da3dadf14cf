"""Tests of reading protocol v2 events, including malformed ones."""

import json

import pytest

from contract_tests.actions.events import data, is_end, namespace, sequence_of, status, texts
from contract_tests.client.stream import StreamedEvent


def event(method="lifecycle", told=None, where=(), seq=1):
    params = {"namespace": [*where], "timestamp": 1, "data": {} if told is None else told}
    said = {"type": "event", "event_id": f"e{seq}", "seq": seq, "method": method, "params": params}
    return StreamedEvent(method, json.dumps(said), str(seq), 0.0)


def part(kind, **told):
    return event("messages", {"event": kind, **told})


def delta(index, **said):
    return part("content-block-delta", index=index, delta=said)


def finish(index, **said):
    return part("content-block-finish", index=index, content=said)


@pytest.mark.parametrize(
    ("told", "expected"),
    [("running", False), ("completed", True), ("failed", True), ("interrupted", True), ("started", False)],
)
def test_a_run_ends_in_one_of_three_ways(told, expected):
    assert status(event(told={"event": told})) == told
    assert is_end(event(told={"event": told})) == expected


def test_the_end_of_a_subgraph_is_not_the_runs():
    assert not is_end(event(told={"event": "completed"}, where=["child:1"]))
    assert not is_end(event("values", {"event": "completed"}))


@pytest.mark.parametrize("text", ["", "[]", "1", '{"params": 1}', '{"params": {"data": []}}'])
def test_other_shapes_yield_nothing(text):
    strange = StreamedEvent("lifecycle", text, None, 0.0)
    assert (data(strange), namespace(strange), is_end(strange)) == ({}, (), False)
    assert sequence_of([strange]) == [(None, None, "lifecycle")]


def test_events_are_equal_regardless_of_their_data():
    assert (
        sequence_of([event(told={"a": 1})]) == sequence_of([event(told={"a": 2})]) == [(1, "e1", "lifecycle")]
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
