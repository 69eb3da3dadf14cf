"""Tests of the HAR file of the proxy: times of events, redaction, and bodies of any kind."""

import base64
import json
from itertools import pairwise

import pytest

from contract_tests import har
from contract_tests.client.exchange import SOCKET
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.traffic.exchanges import Frame, UnansweredRequest
from contract_tests.traffic.har_exchanges import read
from contract_tests.traffic.proxy.har_file import HarFile
from contract_tests.traffic.proxy.recorder import Chunk, ExchangeRecorder

STREAM = [(b"content-type", b"text/event-stream")]
MASKED = "sk-1234567890"
URL = "http://upstream/runs/stream"


def tap(*chunks, status=200, headers=(), method="POST", sent=b"", sends=(), url=URL):
    made = ExchangeRecorder(method, url, [*sends], "http://upstream")
    made.sent += sent
    made.status, made.answer_headers, made.ended = status, [*headers], "closed"
    made.received = [Chunk(content, float(number)) for number, content in enumerate(chunks, 1)]
    return made


@pytest.fixture
def written(tmp_path):
    """Return a function that writes passages and returns the file."""

    def write(*taps):
        file = tmp_path / "session.har"
        recording = HarFile(file)
        for each in taps:
            recording.add(each)
        recording.write(FactRedactor())
        return file

    return write


def entries(file):
    return json.loads(file.read_text())["log"]["entries"]


def test_each_event_has_the_time_of_the_chunk_that_completes_it(written):
    stream = tap(b"event: a\ndata: 1\n", b"\nevent: b\nid: 7\ndata: 2\n\ndata: 3\n\n", headers=STREAM)
    [entry] = entries(written(stream))
    events = entry["_eventSourceMessages"]
    assert [(each["eventName"], each["eventId"], each["data"]) for each in events] == [
        ("a", "", "1"),
        ("b", "7", "2"),
        ("message", "", "3"),
    ]
    assert [later["time"] - earlier["time"] for earlier, later in pairwise(events)] == [0, 0]
    assert events[0]["time"] == pytest.approx(stream.date + 2)
    assert entry["response"]["content"]["text"].startswith("event: a\ndata: 1\n\nevent: b")


def test_a_written_har_is_read_back(written):
    file = written(tap(b"data: 1\n\n", headers=STREAM), tap(b'{"a": "\xc3\xa9"}', sent=b'{"b": 1}'))
    stream, plain = read(file)
    assert [event.text for event in stream.events] == ["1"]
    assert plain.response.content == '{"a": "é"}'.encode()
    assert plain.request.body == b'{"b": 1}'
    assert [event.time for event in har.read(file)[0].events] == [
        pytest.approx(event["time"]) for event in entries(file)[0]["_eventSourceMessages"]
    ]


def test_frames_of_a_websocket(written):
    socket = tap(method=SOCKET, status=101)
    socket.frames = [Frame(True, '{"id": 1}', 0.5), Frame(False, f'{{"token": "{MASKED}"}}', 1.0)]
    [entry] = entries(written(socket))
    assert entry["request"]["url"] == "ws://upstream/runs/stream"
    assert entry["request"]["method"] == "GET"
    sent, received = entry["_webSocketMessages"]
    assert (sent["type"], sent["opcode"], sent["data"]) == ("send", 1, '{"id": 1}')
    assert received["time"] - sent["time"] == pytest.approx(0.5)
    assert MASKED not in received["data"]


def test_a_binary_body_is_base64(written):
    [entry] = entries(written(tap(b"\xff\x00")))
    content = entry["response"]["content"]
    assert (content["encoding"], base64.b64decode(content["text"])) == ("base64", b"\xff\x00")


def test_a_response_that_is_not_kept_has_no_status(written):
    [entry] = entries(written(tap(b"x", headers=[(b"content-encoding", b"unknown")])))
    assert entry["response"]["status"] == 0
    assert entry["comment"] == "compressed with an unknown encoding"
    assert isinstance(next(read(written(tap(b"x", status=0)))), UnansweredRequest)


@pytest.mark.parametrize(
    "secret",
    [
        {"sends": [(b"x-api-key", MASKED.encode())]},
        {"sends": [(b"authorization", b"Bearer " + MASKED.encode())]},
        {"sends": [(b"cookie", b"session=" + MASKED.encode())]},
        {"headers": [(b"set-cookie", b"session=" + MASKED.encode() + b"; Path=/")]},
        {"headers": [(b"x-auth", b"ab")]},
        {"url": f"{URL}?api_key={MASKED}"},
        {"sent": json.dumps({"password": MASKED}).encode()},
    ],
)
def test_no_secret_is_written(written, secret):
    """A secret may become known after it was used."""
    earlier = tap(f"data: it is {MASKED}\n\n".encode(), headers=STREAM)
    last = tap(b"{}", **secret)
    text = written(earlier, last).read_text()
    if "ab" not in str(secret.get("headers")):
        assert MASKED not in text
    assert '"ab"' not in text


def test_a_secret_of_a_request_without_a_response_is_masked(written):
    earlier = tap(f'{{"text": "{MASKED}"}}'.encode())
    lost = tap(status=0, sends=[(b"x-api-key", MASKED.encode())])
    assert MASKED not in written(earlier, lost).read_text()
