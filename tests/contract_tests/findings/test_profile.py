"""Tests of profiles: the faults of a server that a client notices."""

from dataclasses import replace

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.finding import REFUSAL, UNREQUESTED, Finding
from contract_tests.findings.profile import Need, Profile, profiles

NEED = Need(
    "search_threads",
    "The sidebar lists threads.",
    "https://example.com/#L1",
    sends=frozenset({"limit"}),
    reads=frozenset({"thread_id"}),
    checks=("threads.search.*",),
)

SCRIPTED, VALID = "shape.scripted[search_threads]", "shape.valid[search_threads]"


def finding(check, pointer="", status=200, operation="search_threads"):
    exchange = Exchange(operation, Request("POST", "http://server/threads/search"), Response(status))
    return Finding(check, operation, "must", "this", "that", pointer, "Requirement.", exchange)


@pytest.mark.parametrize(
    ("found", "result"),
    [
        (finding("threads.search.metadata"), "threads.search.metadata[search_threads]"),
        (finding("shape.operation_exists", status=404), SCRIPTED),
        (finding("shape.server_error", status=500), SCRIPTED),
        (finding("shape.accepts_valid", "/body/limit", 422), VALID),
        (finding("shape.accepts_valid", "", 422), SCRIPTED),
        (finding("shape.body", "/*/thread_id"), SCRIPTED),
        (finding("shape.content_type", "Content-Type of 200"), SCRIPTED),
        (finding("shape.status", "status 201", 201), SCRIPTED),
    ],
)
def test_a_client_notices_what_it_sends_and_reads(found, result):
    assert NEED.concerns(found, result)


@pytest.mark.parametrize(("field", "notices"), [("command", False), ("input", True)])
def test_a_client_that_leaves_a_field_out_notices_no_refused_null(field, notices):
    expected = f"success: the contract allows `{field}: null`"
    null = replace(finding("shape.accepts_valid", f"/body/{field}", 422), expected=expected)
    need = Need("search_threads", "", "", sends=frozenset({field}))
    assert need.concerns(null, VALID) is notices


@pytest.mark.parametrize(
    ("found", "result"),
    [
        (finding("threads.search.metadata", operation="get_thread"), "threads.search.metadata[get_thread]"),
        (finding("resources.search.limit"), "resources.search.limit[search_threads]"),
        (finding("shape.rejects_invalid", "/body/limit"), "shape.invalid[search_threads]"),
        (finding("shape.accepts_valid", "/body/ids", 422), VALID),
        (finding("shape.accepts_valid", "", 422), VALID),
        (finding("shape.server_error", status=500), VALID),
        (finding("shape.body", "/*/created_at"), SCRIPTED),
        (finding("shape.body", "/detail", 422), SCRIPTED),
        (finding("shape.body", "/*/thread_id"), "shape.invalid[search_threads]"),
        (finding("shape.content_type", "Content-Type of 404", 404), SCRIPTED),
    ],
)
def test_a_client_does_not_notice_other_fields_and_errors(found, result):
    assert not NEED.concerns(found, result)


def stream_finding(pointer, operation="stream_thread_run", **fields):
    return replace(finding("shape.stream", pointer, operation=operation), **fields)


STREAM = Need(
    "stream_thread_run", "", "", sends=frozenset({"stream_mode"}), events=frozenset({"values", "messages"})
)
STREAMED = "shape.valid[stream_thread_run]"


@pytest.mark.parametrize("pointer", ["/values", "/values/__interrupt__", "/messages", "/first", "/end"])
def test_a_client_notices_invalid_events_that_it_reads(pointer):
    assert STREAM.concerns(stream_finding(pointer), STREAMED)


@pytest.mark.parametrize("pointer", ["/checkpoints", "/messages_/x", "/valuesx", "/event", "/id"])
def test_a_client_does_not_notice_other_events(pointer):
    assert not STREAM.concerns(stream_finding(pointer), STREAMED)


def test_a_client_does_not_notice_that_events_are_sent_unrequested():
    unrequested = stream_finding("/values", expected=f"{UNREQUESTED}values")
    assert not STREAM.concerns(unrequested, STREAMED)


@pytest.mark.parametrize(
    ("operation", "sends"),
    [("stream_thread_run", {"stream_resumable"}), ("stream_thread", set()), ("stream_thread_events", set())],
)
def test_a_client_that_can_resume_a_stream_notices_missing_ids(operation, sends):
    need = Need(operation, "", "", sends=frozenset(sends))
    assert need.concerns(stream_finding("/id", operation), f"shape.valid[{operation}]")


@pytest.mark.parametrize("check", ["shape.server_error", "shape.accepts_valid"])
def test_a_client_that_works_sends_no_invalid_requests(check):
    fault = replace(finding(check, "/body", 500), expected=f"{REFUSAL}the body is an array of strings")
    assert not NEED.concerns(fault, SCRIPTED)


def test_a_server_error_because_of_a_field_concerns_clients_that_send_it():
    assert NEED.concerns(finding("shape.server_error", "/body/limit", 500), SCRIPTED)
    assert not NEED.concerns(finding("shape.server_error", "/body/ids", 500), SCRIPTED)


LIBRARY = replace(STREAM, events=frozenset({"values", "messages", "checkpoints", "debug"}))


@pytest.mark.parametrize(
    ("need", "modes", "is_concerned"),
    [
        (STREAM, '["values"]', True),
        (STREAM, '["values", "messages-tuple"]', True),
        (STREAM, '["values", "checkpoints"]', False),
        (STREAM, '["checkpoints", "tasks"]', False),
        (STREAM, '["messages"]', False),
        (STREAM, '"values"', False),
        (LIBRARY, '"values"', True),
        (LIBRARY, '["tasks"]', True),
    ],
)
def test_a_refused_stream_mode_concerns_clients_that_request_it(need, modes, is_concerned):
    expected = f"success: the contract allows `stream_mode: {modes}`"
    refused = finding("shape.accepts_valid", "/body/stream_mode", 422, operation="stream_thread_run")
    assert need.concerns(replace(refused, expected=expected), STREAMED) is is_concerned


def test_a_check_that_is_rejected_for_a_field_concerns_clients_that_send_the_field():
    need = replace(NEED, checks=("resources.search.metadata",))
    refused = finding("resources.search.metadata", "/body/limit", 422)
    refused = replace(refused, expected="success: the contract allows `limit: 1`")
    assert need.concerns(refused, "resources.search.metadata[search_threads]")
    other = replace(refused, pointer="/body/ids", expected="success: the contract allows `ids: []`")
    assert not need.concerns(other, "resources.search.metadata[search_threads]")


def test_a_client_does_not_notice_what_breaks_no_known_client():
    assert not NEED.concerns(replace(finding("shape.status", "status 201", 201), level="should"), SCRIPTED)


def test_a_client_that_is_held_to_everything_is_not_stopped_by_invalid_requests():
    whole = Need("search_threads", "Why.", "https://example.com", checks=("*",))
    missing = finding("shape.operation_exists", status=404)
    fault = replace(finding("shape.server_error", "/body", 500), expected=f"{REFUSAL}the body is an array")
    optional = replace(finding("resources.search.limit"), level="should")
    assert whole.stops(missing, SCRIPTED)
    assert whole.stops(finding("resources.search.limit"), "resources.search.limit[search_threads]")
    assert whole.concerns(fault, SCRIPTED)
    assert not whole.stops(fault, SCRIPTED)
    assert whole.concerns(optional, VALID)
    assert not whole.stops(optional, VALID)


def test_a_client_is_stopped_by_the_checks_that_it_names():
    named = replace(finding("threads.search.metadata"), level="should")
    assert NEED.stops(named, "threads.search.metadata[search_threads]")


def test_a_need_of_everything_has_every_check():
    need = Need("search_threads", "Why.", "https://example.com", checks=("*",))
    assert need.is_whole
    assert need.concerns(finding("shape.rejects_invalid", "/body/limit"), VALID)


def test_an_optional_operation_is_not_required():
    needs = (NEED, Need("get_info", "Why.", "https://example.com", is_optional=True))
    profile = Profile("x", "X", "https://example.com", "1", needs)
    assert profile.operations == {"search_threads", "get_info"}
    assert profile.required == {"search_threads"}


def test_every_profile_can_be_read():
    assert {"threads"} <= profiles().keys()


def test_a_client_sends_ids_back_in_any_notation():
    found = finding("shape.body", "/*/thread_id")
    assert not NEED.concerns(replace(found, expected='format "uuid"'), SCRIPTED)


@pytest.mark.parametrize(
    ("content", "notices"),
    [
        (b'event: error\ndata: "Run not found"\n\n', False),
        (b'event: values\ndata: {}\n\nevent: error\ndata: "failed"\n\n', True),
    ],
)
def test_a_client_notices_an_error_only_in_a_stream_of_a_run(content, notices):
    response = Response(200, httpx.Headers({"content-type": "text/event-stream"}), content)
    exchange = replace(finding("shape.stream").exchange, response=response)
    need = Need("search_threads", "", "", events=frozenset({"error"}))
    found = replace(finding("shape.stream", "/error"), exchange=exchange)
    assert need.concerns(found, SCRIPTED) is notices


@pytest.mark.parametrize(("expected", "stops"), [("422", False), ("409", True)])
def test_a_client_is_not_stopped_by_requests_that_are_not_rejected_as_invalid(expected, stops):
    accepted = replace(finding("threads.search.metadata"), expected=expected)
    assert NEED.stops(accepted, "threads.search.metadata[search_threads]") is stops


@pytest.mark.parametrize(("value", "notices"), [('"interrupt"', True), ('"rollback"', False)])
def test_a_client_notices_the_refusal_of_a_value_that_it_sends(value, notices):
    expected = f"success: the contract allows `action: {value}`"
    refused = replace(finding("shape.accepts_valid", "/query/action", 422), expected=expected)
    sends = frozenset({"action"})
    need = Need("search_threads", "", "", sends=sends, values={"action": frozenset({'"interrupt"'})})
    assert need.concerns(refused, VALID) is notices
    assert Need("search_threads", "", "", sends=sends).concerns(refused, VALID)


def test_a_profile_names_the_values_of_a_field():
    (need,) = [each for each in profiles()["use-stream"].needs if each.operation == "cancel_thread_run"]
    assert need.sends == {"wait", "action"}
    assert need.values["action"] == {'"interrupt"'}


@pytest.mark.parametrize("follows", [True, False])
def test_a_redirect_stops_only_clients_that_do_not_follow_it(follows):
    profile = replace(profiles()["sdk-python"], follows_redirects=follows)
    redirected = finding("shape.status", "", 307)
    assert profile.stops(redirected, VALID) is not follows
    assert profile.concerns(redirected, VALID) is not follows
    assert not profile.stops(redirected, "shape.invalid[search_threads]")


def test_the_python_clients_follow_no_redirects():
    assert [name for name, each in profiles().items() if not each.follows_redirects] == [
        "remote-graph",
        "sdk-python",
    ]
