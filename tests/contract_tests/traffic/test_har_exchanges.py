"""Tests of HAR files as written by Chromium, Firefox and Playwright, and of their conversion."""

import base64
import json

import pytest
from click.testing import CliRunner

from contract_tests.cli import main
from contract_tests.client.exchange import SOCKET, Exchange
from contract_tests.client.stream import StreamedExchange
from contract_tests.client.websocket import SocketExchange
from contract_tests.har import BadHar
from contract_tests.traffic.exchanges import UnansweredRequest
from contract_tests.traffic.har_exchanges import NO_BODY, NO_RESPONSE, read

API = "https://app.example/api"
ONE = "11111111-1111-4111-8111-111111111111"
THREAD = {
    "thread_id": ONE,
    "created_at": "2026-01-01T00:00:00+00:00",
    "updated_at": "2026-01-01T00:00:00+00:00",
    "metadata": {},
    "status": "idle",
    "values": None,
}
STREAM = f'event: metadata\ndata: {{"run_id": "{ONE}"}}\n\nevent: values\ndata: {{"messages": []}}\n\n'
SECRET = "Bearer eyJ.very-secret"  # noqa: S105 - not a password


def entry(method="GET", url=f"{API}/ok", *, status=200, text='{"ok": true}', kind="application/json", **more):
    sent = more.pop("sent", None)
    request = {"method": method, "url": url, "headers": [{"name": "Authorization", "value": SECRET}]}
    request["headers"] += [
        {"name": ":authority", "value": "app.example"},
        {"name": "User-Agent", "value": "x"},
    ]
    if sent is not None:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(sent)}
    headers = [{"name": "content-type", "value": kind}, {"name": "content-encoding", "value": "br"}]
    content = more.pop("content", {"size": 10, "mimeType": kind, "text": text})
    return {
        "request": request,
        "response": {"status": status, "headers": headers, "content": content},
        **more,
    }


@pytest.fixture
def saved(tmp_path):
    def make(*entries):
        file = tmp_path / "session.har"
        file.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
        return file

    return make


def har(file, *arguments):
    return CliRunner().invoke(main, ["har", str(file), *arguments])


def lines(file, *arguments):
    run = har(file, "--format", "jsonl", *arguments)
    return run.exit_code, [json.loads(line) for line in run.stdout.splitlines()]


def test_an_entry_is_an_exchange_with_a_decoded_body(saved):
    [exchange] = read(saved(entry()))
    assert isinstance(exchange, Exchange)
    assert (exchange.status, exchange.json) == (200, {"ok": True})
    assert "content-encoding" not in exchange.headers
    assert set(exchange.request.headers) == {"Authorization", "User-Agent"}


def test_a_body_may_be_in_base64(saved):
    text = base64.b64encode(b'{"ok": true}').decode()
    [exchange] = read(saved(entry(content={"size": 12, "text": text, "encoding": "base64"})))
    assert exchange.json == {"ok": True}


def test_a_body_may_be_attached_as_by_playwright(saved, tmp_path):
    (tmp_path / "1.json").write_text('{"ok": true}')
    (tmp_path.parent / "outside.json").write_text("{}")
    beside, outside = read(
        saved(entry(content={"_file": "1.json"}), entry(content={"_file": "../outside.json"}))
    )
    assert beside.json == {"ok": True}
    assert outside.reason == NO_BODY


def test_a_stream_has_its_events(saved):
    [exchange] = read(saved(entry("POST", f"{API}/runs/stream", text=STREAM, kind="text/event-stream")))
    assert isinstance(exchange, StreamedExchange)
    assert exchange.names == ("metadata", "values")


def test_a_socket_has_its_frames(saved):
    messages = [
        {"type": "send", "time": 1.0, "opcode": 1, "data": '{"id": 1}'},
        {"type": "receive", "time": 1.1, "opcode": 1, "data": '{"id": 1, "type": "success"}'},
        {
            "type": "receive",
            "time": 1.2,
            "opcode": 1,
            "data": '{"type": "event", "method": "values", "seq": 1}',
        },
    ]
    [exchange] = read(saved(entry(url="wss://app.example/x", status=101, _webSocketMessages=messages)))
    assert isinstance(exchange, SocketExchange)
    assert (exchange.request.method, exchange.request.body) == (SOCKET, b'{"id": 1}')
    assert (exchange.names, len(exchange.responses)) == (("values",), 1)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (entry(status=0), NO_RESPONSE),
        (entry(status=-1), NO_RESPONSE),
        (entry(content={"size": 4000}), NO_BODY),
        (entry(content={"text": "!", "encoding": "base64"}), NO_BODY),
    ],
    ids=["aborted", "aborted in Playwright", "body left out", "broken base64"],
)
def test_unrecorded_exchange_is_not_judged(saved, one, reason):
    [unheard] = read(saved(one))
    assert isinstance(unheard, UnansweredRequest)
    assert unheard.reason == reason


@pytest.mark.parametrize(
    "odd",
    [
        entry(url="http://[::1/foo"),
        entry(content={"text": "é", "encoding": "base64"}),
        entry(content={"_file": "x" * 300}),
        {
            **entry(),
            "response": {"status": 200, "headers": [{"name": "né", "value": "é€"}], "content": {}},
        },
    ],
    ids=["address", "base64", "file name", "header"],
)
def test_an_odd_entry_does_not_hide_the_others(saved, odd):
    code, output = lines(saved(odd, entry()))
    assert code == 0
    assert {each["operation"]: each["verdict"] for each in output if each["type"] == "result"}[
        "get_ok"
    ] == "pass"


def test_half_of_a_surrogate_pair_is_a_finding_and_can_be_written(saved, tmp_path):
    request = entry("POST", f"{API}/threads", text=json.dumps(THREAD), sent={"metadata": {"a": "\ud83d"}})
    file = tmp_path / "run.jsonl"
    run = har(saved(request), "--output", str(file))
    assert run.exit_code == 1, run.output
    assert "half of a surrogate pair" in run.output
    assert json.loads(file.read_text("utf-8").splitlines()[-1])["type"] == "verdict"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "the file"),
        ("[]", "the file"),
        ("{}", "log"),
        ('{"log": {"entries": [{"request": {"method": "GET"}}]}}', "log.entries.0.request.url"),
        ('{"log": {"entries": {}}}', "log.entries"),
    ],
)
def test_invalid_har_is_rejected_with_the_field(tmp_path, text, named):
    file = tmp_path / "bad.har"
    file.write_text(text)
    with pytest.raises(BadHar, match=f"is not a valid HAR file: {named}"):
        read(file)
    run = har(file)
    assert (run.exit_code, run.stdout) == (2, "")
    assert named in run.stderr


def test_traffic_that_matches_the_contract_exits_0(saved):
    code, output = lines(saved(entry(), entry("POST", f"{API}/threads", text=json.dumps(THREAD), sent={})))
    assert code == 0
    assert output[0]["target"] == API
    assert output[0]["recorded"] == 2
    assert {(each["id"], each["verdict"]) for each in output if each["type"] == "result"} == {
        ("recorded[get_ok]", "pass"),
        ("recorded[create_thread]", "pass"),
    }


def test_each_invalid_response_is_reported_once(saved):
    wrong = json.dumps({**THREAD, "status": "asleep"})
    code, output = lines(saved(*[entry(url=f"{API}/threads/{ONE}", text=wrong)] * 3))
    [finding] = [each for each in output if each["type"] == "finding"]
    assert code == 1
    assert (finding["check"], finding["operation"]) == ("shape.body", "get_thread")
    assert finding["pointer"] == "/status"
    assert finding["found_by"] == {"recorded[get_thread]": 3}


def test_streams_are_held_to_their_grammar(saved):
    one = entry(
        "POST",
        f"{API}/runs/stream",
        text=STREAM.replace("event: metadata", "event: surprise"),
        kind="text/event-stream",
        sent={"assistant_id": "agent"},
    )
    code, output = lines(saved(one))
    pointers = {each["pointer"] for each in output if each["type"] == "finding"}
    assert code == 1
    assert pointers >= {"/first", "/event"}


def test_traffic_outside_the_api_is_only_counted(saved):
    other = entry(url="https://cdn.example/font.woff2")
    preflight = entry("OPTIONS", f"{API}/threads", status=204)
    unknown = entry(url=f"{API}/custom/{ONE}")
    cached = entry(status=304)
    code, output = lines(saved(entry(), entry(), other, other, preflight, unknown, cached))
    assert code == 0
    assert {each["id"] for each in output if each.get("verdict") == "skip"} == {
        "https://cdn.example ×2",
        "OPTIONS /api/threads ×1",
        "GET /api/custom/{id} ×1",
        "GET /api/ok ×1",
    }


def test_url_prefix_names_the_base_url(saved):
    code, output = lines(saved(entry()), "--url-prefix", "https://elsewhere.example/")
    assert code == 5
    assert "nothing could be tested" in output[-1]["conclusion"]


def test_a_recording_without_the_api_is_wrong_usage(saved):
    run = har(saved(entry(url="https://app.example/style.css")))
    assert run.exit_code == 2
    assert "no request to the API" in run.stderr


@pytest.mark.parametrize("format_", ["terminal", "jsonl", "junit", "markdown", "html", "sarif"])
def test_no_secret_is_in_any_report(saved, format_):
    body = {"metadata": {"note": "eyJ.very-secret", "api_key": "sk-body-secret"}, "limit": "sk-body-secret"}
    url = f"{API}/threads/search?access_token=in-the-url"
    wrong = json.dumps([{**THREAD, "status": "eyJ.very-secret in-the-url"}])
    run = har(saved(entry("POST", url, text=wrong, sent=body)), "--format", format_)
    assert run.exit_code == 1
    for secret in ("very-secret", "in-the-url", "sk-body-secret"):
        assert secret not in run.output
    assert "$AUTHORIZATION" in run.output


def test_repeated_headers_are_kept(saved):
    one = entry()
    one["request"]["headers"] += [{"name": "cookie", "value": "a=1"}, {"name": "cookie", "value": "b=2"}]
    one["response"]["headers"] += [{"name": "set-cookie", "value": f"{name}=1"} for name in "cd"]
    [recorded] = read(saved(one))
    assert isinstance(recorded, Exchange)
    assert recorded.request.headers["cookie"] == "a=1; b=2"
    assert recorded.headers.get_list("set-cookie") == ["c=1", "d=1"]
