"""Tests of reading protocol v2 events, including malformed ones."""

import json

import pytest

from contract_tests.actions.events import data, ends, namespace, numbered, status, texts
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
    ("told", "is_end"),
    [("running", False), ("completed", True), ("failed", True), ("interrupted", True), ("started", False)],
)
def test_a_run_ends_in_one_of_three_ways(told, is_end):
    assert status(event(told={"event": told})) == told
    assert ends(event(told={"event": told})) == is_end


def test_the_end_of_a_subgraph_is_not_the_runs():
    assert not ends(event(told={"event": "completed"}, where=["child:1"]))
    assert not ends(event("values", {"event": "completed"}))


@pytest.mark.parametrize("text", ["", "[]", "1", '{"params": 1}', '{"params": {"data": []}}'])
def test_other_shapes_yield_nothing(text):
    strange = StreamedEvent("lifecycle", text, None, 0.0)
    assert (data(strange), namespace(strange), ends(strange)) == ({}, (), False)
    assert numbered([strange]) == [(None, None, "lifecycle")]


def test_events_are_equal_regardless_of_their_data():
    assert numbered([event(told={"a": 1})]) == numbered([event(told={"a": 2})]) == [(1, "e1", "lifecycle")]


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
