"""Tests of judging recorded traffic: exchanges are validated, and requests outside the API are counted."""

import json

import httpx
import pytest

from contract_tests.client.exchange import SOCKET, Exchange, Request, Response
from contract_tests.findings.finding import Verdict
from contract_tests.findings.text_redactor import TextRedactor
from contract_tests.runner.catalogue import RECORDED
from contract_tests.traffic.exchanges import Frame, http_exchange, websocket_exchange
from contract_tests.traffic.judge import MAX_NAMES, Traffic

API = "http://h/api"
ONE = "11111111-1111-4111-8111-111111111111"
JSON = httpx.Headers({"content-type": "application/json"})


@pytest.fixture
def traffic(contract):
    return Traffic(contract, API)


def exchange(method, path, body=None, *, status=200, response=None, headers=JSON, **sent):
    content = b"" if body is None else json.dumps(body).encode()
    request = Request(method, API + path, sent, content)
    return http_exchange(request, Response(status, headers, json.dumps(response).encode()))


REFUSED = {"status": 422, "response": {"detail": "no"}}


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        (exchange("POST", "/threads/search", {"limit": "x"}, **REFUSED), "request/limit"),
        (exchange("POST", "/threads/search", {"status": "asleep"}, **REFUSED), "request/status"),
        (exchange("POST", "/threads/search", **REFUSED), "/"),
        (exchange("GET", f"/threads/{ONE}/history?limit=x", **REFUSED), "query parameter limit"),
        (exchange("GET", "/threads/no-uuid", **REFUSED), "path parameter thread_id"),
    ],
    ids=["a type", "an unknown value", "no body", "a parameter", "a path"],
)
def test_a_request_that_breaks_the_contract_is_a_finding_about_the_client(traffic, sent, pointer):
    [violation] = traffic.add(sent).violations
    assert (violation.check, violation.pointer) == (RECORDED.id, pointer)
    [problem] = traffic.report.problems
    assert problem.finding.level == "should"


def test_commands_on_a_socket_are_requests(traffic):
    request = Request(SOCKET, f"ws://h/api/threads/{ONE}/stream/events")
    assert not traffic.add(websocket_exchange(request, [])).violations
    wrong = traffic.add(websocket_exchange(request, [Frame(is_ours=True, text='{"id": 1}')])).violations
    assert {each.check for each in wrong} == {RECORDED.id}


def test_a_feature_that_the_target_lacks_is_not_offered(traffic):
    judged = traffic.add(exchange("POST", "/store/namespaces", {}, status=405, response={"detail": "no"}))
    assert not judged.violations
    [result] = traffic.report.results
    assert result.verdict == Verdict.NOT_OFFERED


def test_a_server_error_is_found_on_unknown_paths(traffic):
    judged = traffic.add(exchange("GET", "/ok", status=500, response="broken"))
    assert [each.check for each in judged.violations] == ["shape.server_error"]


def test_a_finding_is_shown_by_the_shortest_request_and_counted(traffic):
    for metadata in ("long" * 9, "", "long"):
        traffic.add(
            exchange("POST", "/threads/search", {"limit": "x", "metadata": {"m": metadata}}, **REFUSED)
        )
    [problem] = traffic.report.problems
    assert problem.count == 3
    assert json.loads(problem.finding.exchange.request.body)["metadata"] == {"m": ""}


def test_internal_error_is_reported_and_stops_nothing(traffic, monkeypatch):
    def failing(_):
        raise RuntimeError("oops")

    monkeypatch.setattr(traffic, "_judge", failing)
    assert traffic.add(exchange("GET", "/ok", response={"ok": True})).skipped == "internal error"
    assert traffic.report.exit_code == 4
    assert "oops" in traffic.report.untested[0].reason


def test_paths_beyond_the_limit_are_counted_together(traffic):
    for number in range(MAX_NAMES + 50):
        traffic.add(exchange("GET", f"/page-{number}"))
    assert len(traffic.report.results) == MAX_NAMES + 1
    assert "others ×50" in [each.id for each in traffic.report.results]


def test_secret_is_masked_in_earlier_exchanges(traffic):
    traffic.add(exchange("POST", "/threads/search", {"limit": "s3cret-token"}, **REFUSED))
    traffic.add(exchange("GET", "/ok", response={"ok": True}, **{"X-Api-Key": "s3cret-token"}))
    [problem] = traffic.report.problems
    assert "s3cret-token" not in repr(vars(problem.finding)) + repr(vars(problem.finding.exchange))
    assert problem.finding.received == '"$X_API_KEY"'


def test_two_values_of_one_header_have_two_variables():
    redactor = TextRedactor().knowing(
        [("x-api-key", "alices-key"), ("x-api-key", "bobs-key"), ("x-api-key", "alices-key")]
    )
    assert redactor.text("alices-key bobs-key") == "$X_API_KEY $X_API_KEY_2"


def test_a_cookie_is_masked_by_its_parts_too(traffic):
    headers = httpx.Headers({**JSON, "set-cookie": "sid=abcdefgh; Path=/; HttpOnly"})
    traffic.add(exchange("GET", "/ok", response={"ok": True}, headers=headers))
    assert traffic.redactor.redacted("it is abcdefgh at Path=/") == "it is $SID at Path=/"


def test_every_cookie_that_is_set_is_masked(traffic):
    headers = httpx.Headers(
        [*JSON.items(), ("set-cookie", "a=abcdefgh"), ("set-cookie", "b=ijklmnop; Path=/")]
    )
    traffic.add(exchange("GET", "/ok", response={"ok": True}, headers=headers))
    assert traffic.redactor.redacted("abcdefgh ijklmnop") == "$A $B"


def test_a_password_in_a_url_is_masked(contract):
    traffic = Traffic(contract, "http://host")
    request = Request("GET", "http://alice:p%40ssword@host/threads")
    traffic.add(http_exchange(request, Response(200)))
    assert (
        traffic.redactor.redacted(f"{request.url} p@ssword")
        == "http://alice:$PASSWORD@host/threads $PASSWORD_2"
    )
    assert traffic.report.subject.target == "http://host"


@pytest.mark.parametrize("status", [429, 503])
def test_rate_limit_is_not_judged(traffic, status):
    headers = httpx.Headers({**JSON, "retry-after": "1"})
    judged = traffic.add(exchange("POST", "/threads/search", {}, status=status, headers=headers))
    assert (judged.skipped, judged.violations) == ("rejected by a rate limit", ())


def test_the_paths_that_responses_name_may_have_the_prefix(traffic):
    headers = httpx.Headers({**JSON, "content-location": f"/api/threads/{ONE}/runs/{ONE}"})
    request = {"assistant_id": "agent"}
    judged = traffic.add(exchange("POST", f"/threads/{ONE}/runs/wait", request, response={}, headers=headers))
    assert "Content-Location" not in {each.pointer for each in judged.violations}


def test_a_replay_has_only_the_headers_that_count(traffic):
    sent = {"Host": "h", "User-Agent": "x", "Sec-Fetch-Mode": "cors", "Content-Type": "application/json"}
    traffic.add(exchange("POST", "/threads/search", {"limit": "x"}, **REFUSED, **sent))
    [problem] = traffic.report.problems
    assert set(problem.finding.exchange.request.headers) == {"Content-Type"}


def test_a_stream_that_the_client_left_is_judged_so_far(traffic):
    request = Request("GET", f"{API}/threads/{ONE}/stream")
    headers = httpx.Headers({"content-type": "text/event-stream"})
    judged = traffic.add(http_exchange(request, Response(200, headers, b"event: metad"), "left"))
    assert isinstance(judged.request, Request)
    assert not judged.violations


def test_non_stream_has_no_events():
    assert type(exchange("GET", "/ok", response={})) is Exchange
