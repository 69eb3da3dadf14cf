"""Tests of the stream reader: event by event as they arrive, until the end or until we disconnect."""

import json
import time

import httpx
import pytest

from contract_tests.client.exchange import Request
from contract_tests.client.stream import StreamedExchange
from contract_tests.client.target import OutOfTime, Target
from contract_tests.findings.finding import Finding, Outcome, Verdict
from contract_tests.findings.result import Result
from patience import PATIENCE

HEAD = {"content-type": "text/event-stream; charset=utf-8"}

REQUEST = Request("GET", "/stream")


class Pieces(httpx.SyncByteStream):
    """A body in pieces. An exception among them is raised as a network error."""

    def __init__(self, *pieces):
        self.pieces = pieces
        self.closed = False

    def __iter__(self):
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def close(self):
        self.closed = True


def opened(*pieces, head=HEAD, at_most=PATIENCE, deadline=None):
    stream = Pieces(*pieces)
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=head, stream=stream))
    target = Target("http://target", transport=transport, deadline=deadline)
    return target.opened(REQUEST, at_most=at_most), stream


def read_to_end(*pieces, **more):
    """Return the exchange after its stream has been read to the end."""
    reader, _ = opened(*pieces, **more)
    with reader:
        reader.read_until()
    return reader.exchange


def facts(exchange):
    return [(event.name, event.data, event.id) for event in exchange.events]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_lines_may_have_any_ending(end):
    body = end.join(["event: values", 'data: {"a": 1}', "id: 1-0", "", "data: [2]", "", ""]).encode()
    assert facts(read_to_end(body)) == [("values", {"a": 1}, "1-0"), ("message", [2], None)]


def test_an_event_may_come_in_pieces_and_pieces_may_have_several_events():
    body = 'event: a\r\ndata: "ü"\r\n\r\nevent: b\r\ndata: 2\r\n\r\n'.encode()
    assert facts(read_to_end(*(body[place : place + 1] for place in range(len(body))))) == facts(
        read_to_end(body)
    )
    assert [name for name, *_ in facts(read_to_end(body))] == ["a", "b"]


def test_an_event_does_not_inherit_the_id_of_the_one_before():
    assert [event.id for event in read_to_end(b"data: 1\nid: 7\n\ndata: 2\n\n").events] == ["7", None]


def test_the_event_that_closes_a_stream_is_not_one_of_its_events():
    exchange = read_to_end(b"event: values\ndata: {}\n\nevent: end\ndata: {}\n\n")
    assert (exchange.names, exchange.closing.name) == (("values",), "end")
    assert [event.name for event in exchange.received] == ["values", "end"]
    assert read_to_end(b"event: end\ndata: {}\n\nevent: values\ndata: {}\n\n").names == ("end", "values")


def test_data_that_is_not_json_is_text():
    event = read_to_end(b"data: {oh\n\n").events[0]
    assert (event.data, event.is_json, event.text) == (None, False, "{oh")


def test_a_null_is_json():
    event = read_to_end(b"data: null\n\n").events[0]
    assert (event.data, event.is_json) == (None, True)


def test_comments_are_not_events():
    exchange = read_to_end(b": heartbeat\n\n", b":again\ndata: 1\n\n")
    assert [comment.text for comment in exchange.comments] == ["heartbeat", "again"]
    assert len(exchange.events) == 1


def test_events_are_read_one_by_one():
    times = [event.at for event in read_to_end(b"data: 1\n\n", b"data: 2\n\n").events]
    assert times == sorted(times)


def test_a_stream_that_is_read_to_its_end_is_complete():
    exchange = read_to_end(b"data: 1\n\n")
    assert (exchange.is_stream, exchange.is_complete, exchange.unfinished) == (True, True, b"")


def test_unfinished_event_is_not_an_event():
    exchange = read_to_end(b"data: 1\n\ndata: 2\n")
    assert (len(exchange.events), exchange.unfinished) == (1, b"data: 2\n")


def test_broken_connection_is_distinguished():
    exchange = read_to_end(b"data: 1\n\n", httpx.RemoteProtocolError("peer closed"))
    assert (len(exchange.events), exchange.ended, exchange.is_complete) == (1, "broken", False)


def test_a_silent_stream_is_left():
    exchange = read_to_end(b"data: 1\n\n", httpx.ReadTimeout("silence"))
    assert (len(exchange.events), exchange.ended) == (1, "left")


def test_a_stream_over_its_time_limit_is_left():
    def endless():
        while True:
            yield b": heartbeat\n\n"

    reader, stream = opened(at_most=0.01)
    stream.pieces = endless()
    with reader:
        assert reader.next() is None
    assert reader.exchange.ended == "left"
    assert stream.closed


def test_stream_cut_by_the_deadline_proves_nothing(monkeypatch):
    reader, stream = opened(b"data: 1\n\n", httpx.ReadTimeout("silence"), deadline=time.time() + 10)
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + 10)
    with pytest.raises(OutOfTime), reader:
        reader.read_until()
    assert stream.closed


def test_stream_is_read_up_to_the_expected_event():
    reader, stream = opened(
        b"event: a\ndata: 1\n\nevent: b\ndata: 2\n\nevent: c\ndata: 3\n\n", b"data: 4\n\n"
    )
    with reader:
        assert reader.next().name == "a"
        assert [event.name for event in reader.read_until(until=lambda event: event.name == "b")] == ["b"]
    assert stream.closed
    assert (reader.exchange.names, reader.exchange.ended) == (("a", "b"), "left")
    assert reader.exchange.named("b", "c") == reader.exchange.events[1:]


def test_stream_can_be_closed_without_reading():
    reader, stream = opened(b"data: 1\n\n")
    reader.close()
    assert stream.closed
    assert (reader.next(), reader.exchange.events) == (None, ())


def test_any_other_response_has_no_events():
    reader, _ = opened(b'\n\n{"late": 1}', head={"content-type": "application/json"})
    assert (reader.next(), reader.exchange.json, reader.exchange.is_stream) == (None, {"late": 1}, False)
    assert reader.exchange.is_complete


def test_a_replay_shows_events_at_once():
    assert read_to_end(b"data: 1\n\n").curl() == "curl -sSN -i http://target/stream"


def test_a_replay_of_an_unfinished_stream_has_a_time_limit():
    reader, _ = opened(b"data: 1\n\n")
    reader.close()
    assert reader.exchange.curl() == "curl -sSN --max-time 30 -i http://target/stream"


def test_a_replay_is_the_same_in_another_process():
    exchange = read_to_end(b"data: 1\n\n")
    finding = Finding(
        "shape.stream", "stream_run", "must", "this", "that", "/id", "so", exchange, (exchange.curl(),)
    )
    outcome = Outcome(Verdict.FAIL, findings=(finding,))
    result = Result("x", "semantic", "x", "stream_run", outcome.verdict, findings=outcome.findings)
    travelled = Result.from_dict(json.loads(json.dumps(result.serializable())))
    assert travelled.findings[0].replay == finding.replay
    assert isinstance(travelled.findings[0].exchange, StreamedExchange)


def test_first_comment_is_awaited_among_events():
    reader, _ = opened(b"data: 1\n\n", b": heartbeat\n\n", b": again\n\n")
    with reader:
        assert reader.next_comment().text == "heartbeat"
        assert reader.next().data == 1


def test_a_stream_without_comments_has_none():
    reader, _ = opened(b"data: 1\n\n")
    with reader:
        assert reader.next_comment() is None
