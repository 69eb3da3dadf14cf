"""Tests of causes: which findings belong together, and which comes first."""

from dataclasses import replace

import httpx
import pytest

from contract_tests import contract
from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.stream import StreamedExchange
from contract_tests.findings.causes import causes
from contract_tests.findings.evidence import NO_FIELD
from contract_tests.findings.finding import AS_BEFORE, SUCCESS, WITHOUT_ERROR, Blocker, Finding, Verdict
from contract_tests.findings.result import Result
from contract_tests.findings.survey import Offer, Survey
from contract_tests.findings.survey_line import as_line, from_line
from contract_tests.operation_groups import STARTING_RUNS

OPERATIONS = contract.load().by_id


def finding(check, operation, received="404", *, expected="200", status=404, content=b"{}", **more):
    request = Request("GET", "http://127.0.0.1/", {}, b"")
    exchange = Exchange(operation, request, Response(status, httpx.Headers(), content))
    facts = {"level": "must", "pointer": "", "requirement": f"{check} holds.", "replay": ("curl",), **more}
    return Finding(
        check=check, operation=operation, expected=expected, received=received, exchange=exchange, **facts
    )


def titles(*findings, results=()):
    return [each.title for each in causes(findings, OPERATIONS, results)]


def plain_text(operation, status=404):
    return finding("shape.content_type", operation, "text/plain; charset=UTF-8", status=status)


def refuses(operation, pointer="", what="the contract allows this request", **more):
    return finding(
        more.pop("check", "shape.accepts_valid"),
        operation,
        "400",
        status=more.pop("status", 400),
        pointer=pointer,
        expected=f"success: {what}",
        **more,
    )


def refuses_field(operation, pointer, value="1"):
    name = pointer.removeprefix("/body/").replace("/", ".")
    return refuses(operation, pointer, f"the contract allows `{name}: {value}`")


def lacks(operation, field, status=200):
    return finding("shape.body", operation, "no such field", pointer=f"/{field}", status=status)


@pytest.mark.parametrize(
    "alike",
    [
        [plain_text("get_thread"), plain_text("get_assistant", 401)],
        [lacks("get_thread", "detail", 404), lacks("get_assistant", "detail", 422)],
        [lacks("get_thread_run", "kwargs"), lacks("get_thread_run", "metadata")],
        [
            finding("shape.server_error", "get_item", "500 Oops"),
            finding("threads.state.unknown_node", "update_state", "500 Oops"),
        ],
        [
            finding("shape.operation_exists", "copy_thread"),
            finding("shape.operation_exists", "count_threads"),
        ],
        [
            finding("shape.accepts_valid", "create_run", "422", pointer="/body/durability"),
            finding("runs.durability.exit", "create_thread_run", "400", pointer="/body/durability"),
        ],
        [
            finding("resources.malformed_id", "get_thread", "404"),
            finding("resources.malformed_id", "get_assistant", "400"),
        ],
        [
            refuses_field("search_history", "/body/before/checkpoint_ns"),
            refuses_field("search_history", "/body/before"),
            refuses_field("search_history", "/body/before/thread_id"),
        ],
        [refuses_field("create_run", "/body/durability"), refuses_field("create_runs", "/body/*/durability")],
        [
            refuses_field("create_run", "/body/command", "null"),
            refuses_field("create_assistant", "/body/description", "null"),
        ],
        [
            finding("shape.status", "get_thread", "307", status=307),
            finding("system.unknown_path", "get_ok", "307", status=307),
        ],
        [
            refuses("update_thread"),
            refuses("update_thread", check="resources.isolation.foreign_id"),
            refuses("update_thread", check="shape.status"),
        ],
    ],
)
def test_findings_with_one_root_are_one_cause(alike):
    (cause,) = causes(alike, OPERATIONS)
    assert cause.findings == tuple(alike)


@pytest.mark.parametrize(
    "different",
    [
        [plain_text("get_thread"), plain_text("get_assistant", 200)],
        [lacks("get_thread", "values"), lacks("get_assistant", "graph_id")],
        [
            finding("shape.server_error", "get_item", "500 One"),
            finding("shape.server_error", "get_item", "500 Two"),
        ],
        [
            finding("shape.operation_exists", "stream_run"),
            finding("shape.operation_exists", "count_threads"),
        ],
        [
            refuses_field("search_assistants", "/body/limit"),
            finding("resources.search.sort_order", "search_assistants", "assistants 3, 2, 1", status=200),
        ],
        [
            refuses_field("create_thread", "/body/ttl/strategy"),
            finding("shape.rejects_invalid", "create_thread", "200", status=200, pointer="/body/ttl"),
        ],
    ],
)
def test_findings_with_different_roots_are_different_causes(different):
    assert len(causes(different, OPERATIONS)) == 2


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (
            [
                refuses_field("search_history", each)
                for each in ("/body/before", "/body/before/checkpoint_id")
            ],
            "Valid requests with `before.checkpoint_id` are rejected",
        ),
        (
            [refuses_field("create_run", "/body/config/tags")],
            "Valid requests with `config.tags` are rejected",
        ),
        (
            [refuses("update_thread", "/header/Prefer", 'the contract allows `Prefer: "return=minimal"`')],
            "Valid requests with `Prefer` are rejected",
        ),
        ([refuses("create_cron")], "Valid requests about crons are rejected: `400`"),
        (
            [
                refuses("update_thread", "/body/metadata", "the contract does not require `metadata`"),
                refuses("update_thread", "/body/metadata", "the contract does not require `metadata`"),
            ],
            "Valid requests without `metadata` are rejected",
        ),
    ],
)
def test_title_names_what_is_refused(found, title):
    assert titles(*found) == [title]


@pytest.mark.parametrize(
    ("expected", "title"),
    [
        ('type "string"', 'Responses: `/name` is not of type "string"'),
        ('enum ["a", "b"]', 'Responses: `/name` is not one of ["a", "b"]'),
        ("Item or null", "Responses: `/name` is not Item or null"),
    ],
)
def test_title_names_what_is_expected(expected, title):
    found = finding("shape.body", "get_assistant", "1", pointer="/name", expected=expected, status=200)
    assert titles(found) == [title]


@pytest.mark.parametrize(
    ("received", "title"),
    [
        ("text/plain; charset=utf-8", "Errors are text/plain instead of application/json"),
        ("no content type", "Errors have no content type instead of application/json"),
    ],
)
def test_title_names_the_content_type(received, title):
    assert titles(finding("shape.content_type", "get_item", received, expected="application/json")) == [title]


STORED = b'{"messages": [{"type": "human", "data": {"content": "hello", "id": "m1"}}]}'
CONSTRUCTED = b"""{"messages": [{"lc": 1, "type": "constructor", "id": ["langchain", "HumanMessage"],
 "kwargs": {"content": "hello", "id": "m1"}}]}"""


@pytest.mark.parametrize(("content", "field"), [(STORED, "data"), (CONSTRUCTED, "kwargs")])
def test_messages_in_the_form_of_the_library_are_one_cause(content, field):
    found = [
        finding(check, "wait_thread_run", received, status=200, content=content)
        for check, received in (("runs.wait.values", "no such field at /messages/0"), ("a.b", '["m1", null]'))
    ]
    other = finding("c.d", "wait_thread_run", '"idle"', status=200, content=content)
    assert titles(*found, other) == [f"Messages have their fields inside of `{field}`", "Not met: c.d holds"]


def test_messages_with_another_fault_are_not_in_the_form_of_the_library():
    content = b'{"messages": [{"type": "human", "data": 1, "content": "hello"}]}'
    found = finding("runs.wait.values", "wait_thread_run", "null", status=200, content=content)
    assert titles(found) == ["Not met: runs.wait.values holds"]


def test_stream_modes_with_other_names_of_events_have_an_effect():
    shape = finding(
        "shape.stream",
        "stream_run",
        "it with messages",
        pointer="/messages",
        expected="it only with the stream mode messages-tuple",
        status=200,
    )
    checks = [
        finding(f"streams.{each}", "stream_run", "2", requirement=f"`stream_mode: {each}`.", status=200)
        for each in ("updates", "values")
    ]
    assert "`stream_mode` has no effect" not in titles(shape, *checks)
    assert titles(replace(shape, received="it with updates"), *checks) == ["`stream_mode` has no effect"]


def test_a_refused_null_is_less_urgent_than_any_other_value():
    null, value = (refuses_field("create_thread_run", "/body/command", each) for each in ("null", "{}"))
    assert [each.findings for each in causes([null, value], OPERATIONS)] == [(value,), (null,)]


READ = finding("resources.isolation.foreign_id", "get_thread", "200", status=200, content=b'{"thread_id": 1}')
MISSING = finding("shape.operation_exists", "stream_run")


def test_security_comes_first_then_what_stops_clients():
    titles_found = titles(plain_text("get_thread"), MISSING, READ)
    assert titles_found[:2] == [
        "A stranger can read another owner's thread",
        "Operations of tier 1 are missing",
    ]


def test_an_empty_list_is_not_a_leak():
    nothing = finding("runs.isolation.foreign_id", "list_thread_runs", "200", status=200, content=b"[]")
    (cause,) = causes([nothing], OPERATIONS)
    assert not cause.is_security


STREAM = httpx.Headers({"content-type": "text/event-stream"})
REFUSAL = b'event: error\r\ndata: {"message": "404: Run not found"}\r\n\r\n'


@pytest.mark.parametrize(
    ("content", "is_security"),
    [
        (REFUSAL, False),
        (b": heartbeat\n\n", False),
        (b'event: values\ndata: {"messages": []}\n\n' + REFUSAL, True),
        (b'data: {"messages": []}\n\n', True),
    ],
)
def test_a_stream_of_errors_is_not_a_leak(content, is_security):
    found = finding("runs.isolation.foreign_id", "join_thread_run_stream", "200", status=200)
    exchange = replace(found.exchange, response=Response(200, STREAM, content))
    (cause,) = causes([replace(found, exchange=exchange)], OPERATIONS)
    assert cause.is_security is is_security


def test_an_error_in_a_success_is_not_a_leak():
    content = b'{"__error__": {"message": "404: Run not found"}}'
    found = finding("runs.isolation.foreign_id", "join_thread_run", "200", status=200, content=content)
    (cause,) = causes([found], OPERATIONS)
    assert not cause.is_security


def test_causes_that_block_more_come_first():
    one = finding("shape.status", "get_thread")
    two = [plain_text("get_assistant"), plain_text("get_thread")]
    blocked = result_blocked_by(Blocker("shape.status", one.operation))
    first, second = causes([*two, one], OPERATIONS, [blocked])
    assert (first.findings, first.blocks) == ((one,), ("runs.x",))
    assert second.blocks == ()


def result_blocked_by(*blockers):
    return Result("runs.x", "semantic", "runs.x", "get_thread", Verdict.BLOCKED, "why", blocked_by=blockers)


def test_several_findings_may_block_a_check():
    blocked = result_blocked_by(Blocker("shape.body", "get_thread"), Blocker("shape.status", "get_thread"))
    (cause,) = causes([finding("shape.status", "get_thread")], OPERATIONS, [blocked])
    assert cause.blocks == ("runs.x",)


def test_a_must_comes_before_a_should():
    should = [finding("a.b", name, level="should") for name in ("get_thread", "get_assistant")]
    assert [each.level for each in causes([*should, finding("c.d", "get_thread")], OPERATIONS)] == [
        "must",
        "should",
    ]


def opened(operation, content, content_type="application/json", *, check="resources.isolation.foreign_id"):
    """Return the finding of a stranger's request that succeeded."""
    request = Request("GET", "http://127.0.0.1/", {}, b"")
    response = Response(200, httpx.Headers({"content-type": content_type}), content)
    exchange = StreamedExchange(operation, request, response)
    return replace(finding(check, operation, "200", expected="404"), exchange=exchange)


ERROR = b'{"error": "Thread not found", "code": 404}'
ERROR_SHAPE = "200 application/json: code, error"
ERROR_EVENT = b'event: error\ndata: {"error": "HTTPException", "message": "404: Thread not found"}\n\n'


@pytest.mark.parametrize(
    ("response", "titles"),
    [
        (opened("get_thread", b'{"thread_id": "t"}'), ["A stranger can read another owner's thread"]),
        (
            opened("wait_run", b'{"messages": []}', check="runs.isolation.assistant"),
            ["A stranger can run another owner's assistant"],
        ),
        (opened("get_thread", ERROR), ["Errors are sent with the status 200"]),
        (opened("get_thread", b"<form>", "text/html"), ["Not met: resources.isolation.foreign_id holds"]),
        (
            opened("join_thread_run_stream", ERROR_EVENT, "text/event-stream"),
            ["Not met: resources.isolation.foreign_id holds"],
        ),
        (
            opened(
                "join_thread_run_stream", b"event: values\ndata: {}\n\n" + ERROR_EVENT, "text/event-stream"
            ),
            ["A stranger can read another owner's run"],
        ),
    ],
)
def test_an_error_for_a_stranger_is_not_a_leak(response, titles):
    found = causes([response], OPERATIONS, survey=Survey(error_shape=ERROR_SHAPE))
    assert [each.title.removesuffix(".") for each in found] == titles
    assert [each.is_security for each in found] == ["stranger" in title for title in titles]


@pytest.mark.parametrize(
    ("expected", "is_security"),
    [("the thread as its owner left it", True), (f"{SUCCESS}x", False), (WITHOUT_ERROR, False)],
)
def test_a_change_by_a_stranger_is_security_whatever_the_response(expected, is_security):
    change = finding("resources.isolation.untouched", "delete_thread", expected=expected)
    assert [each.is_security for each in causes([change], OPERATIONS)] == [is_security]


@pytest.mark.parametrize(
    ("check", "operation", "content"),
    [
        ("events.run_start.isolation", "send_command", b'{"type": "error", "id": 1, "error": "no_such_run"}'),
        ("a2a.isolation.task", "send_a2a_message", b'{"jsonrpc": "2.0", "id": 1, "error": {"code": -32603}}'),
    ],
)
def test_the_error_of_a_protocol_gives_a_stranger_nothing(check, operation, content):
    (cause,) = causes([opened(operation, content, check=check)], OPERATIONS)
    assert not cause.is_security


def test_a_result_of_a_protocol_gives_a_stranger_something():
    content = b'{"jsonrpc": "2.0", "id": 1, "error": null, "result": {"kind": "task"}}'
    (cause,) = causes([opened("send_a2a_message", content, check="a2a.isolation.task")], OPERATIONS)
    assert cause.is_security


def test_a_rejected_request_of_the_owner_gives_a_stranger_nothing():
    refused = refuses("send_command", check="events.run_start.isolation", status=200)
    (cause,) = causes([refused], OPERATIONS)
    assert not cause.is_security


EMPTY_STATE = b'{"values": {}, "next": []}'
OF_UNKNOWN = opened("get_state", EMPTY_STATE, check="resources.unknown_id")


@pytest.mark.parametrize(
    ("operation", "content", "number", "is_security"),
    [
        ("get_state", EMPTY_STATE, 1, False),
        ("get_state", b'{"values": {"messages": []}, "next": []}', 2, True),
        ("list_history", EMPTY_STATE, 2, True),
    ],
    ids=["as of an unknown id", "another state", "another operation"],
)
def test_what_is_read_of_any_unknown_id_belongs_to_no_other_owner(operation, content, number, is_security):
    found = causes([OF_UNKNOWN, opened(operation, content)], OPERATIONS)
    assert [len(found), any(each.is_security for each in found)] == [number, is_security]


def test_a_stranger_who_changes_something_may_get_the_response_about_an_unknown_id():
    unknown, foreign = (
        opened("update_thread", b"{}", check=each)
        for each in ("resources.unknown_id", "resources.isolation.foreign_id")
    )
    assert [each.is_security for each in causes([unknown, foreign], OPERATIONS)] == [True, False]


def test_what_a_stranger_deletes_is_security_even_if_the_response_is_an_error():
    deleted = finding("resources.isolation.strangers", "delete_thread", expected=f"it stays {AS_BEFORE}")
    (cause,) = causes([deleted], OPERATIONS)
    assert cause.is_security


def test_an_error_that_resembles_a_success_does_not_hide_a_leak():
    response = opened("get_thread", b'{"code": 0, "data": {"thread_id": "t"}}')
    shape = "200 application/json: code, data, like a success"
    assert [
        each.is_security for each in causes([response], OPERATIONS, survey=Survey(error_shape=shape))
    ] == [True]


def accepts(operation, field):
    return finding("shape.rejects_invalid", operation, "200", pointer=f"/body/{field}", status=200)


def test_operations_that_validate_nothing_are_one_cause():
    lax = [accepts(name, f"field{number}") for name in ("create_run", "stream_run") for number in range(9)]
    strict = accepts("create_thread", "ttl")
    assert titles(*lax, strict) == [
        "Invalid values of many fields are accepted",
        "Invalid values of `ttl` are accepted",
    ]


LAX = (
    "create_run",
    "stream_run",
    "wait_run",
    "create_thread",
    "update_thread",
    "create_cron",
    "update_cron",
    "search_crons",
    "put_item",
    "update_assistant",
)


def test_target_that_validates_nothing_is_one_cause():
    fields = ("metadata", "config", "input", "context", "ttl")
    found = [accepts(name, field) for name, field in zip(LAX, (*fields, *fields), strict=True)]
    assert titles(*found) == ["Invalid values of many fields are accepted"]
    assert len(titles(*found[1:])) == len(fields)
    alike = [accepts(name, "metadata") for name in LAX]
    assert titles(*alike) == ["Invalid values of `metadata` are accepted"]


def test_fields_in_a_refused_one_and_those_of_a_batch_are_its_cause():
    nested = [
        refuses_field("search_history", f"/body/{name}")
        for name in ("before", "before/checkpoint_id", "before/thread_id")
    ]
    batch = [
        refuses_field("create_runs_batch", "/body/*/command"),
        refuses_field("create_run", "/body/command"),
    ]
    assert titles(*nested) == ["Valid requests with `before` are rejected"]
    assert titles(*batch) == ["Valid requests with `command` are rejected"]
    assert len(titles(*nested[1:])) == 2


def test_fields_that_are_not_documented_are_one_cause_however_they_are_named():
    unknown = [refuses_field("create_run", "/body/no_such_field"), refuses_field("create_thread", "/body/")]
    assert titles(*unknown) == ["Requests with fields that are not documented are rejected"]


def test_the_error_of_a_refused_field_is_its_cause_whatever_error_was_expected():
    content = b'{"detail": "if_not_exists is not supported"}'
    field = with_error(refuses_field("create_thread_run", "/body/if_not_exists"), content)
    check = "runs.if_not_exists.reject"
    expecting = with_error(finding(check, "create_thread_run", "422", expected="404"), content)
    shape = finding("shape.body", "create_thread_run", '["x"]', expected='type "string"', pointer="/detail")
    first, second = causes([field, expecting, with_error(shape, content)], OPERATIONS)
    assert first.title == "Valid requests with `if_not_exists` are rejected"
    assert [each.check for each in first.findings] == ["shape.accepts_valid", check]
    assert [each.check for each in second.findings] == ["shape.body"]


def with_error(of, content):
    exchange = replace(of.exchange, response=Response(422, httpx.Headers(), content))
    return replace(of, exchange=exchange)


def test_a_valid_request_that_is_rejected_is_not_about_a_malformed_id():
    (cause,) = causes([refuses("create_run", "/body/webhook", check="runs.malformed_id")], OPERATIONS)
    assert cause.title == "Valid requests with `webhook` are rejected"


def event(operation, received, expected="a documented event", pointer="/event"):
    return finding("shape.stream", operation, received, expected=expected, pointer=pointer, status=200)


def test_unknown_events_are_one_cause_each():
    ends = [event("stream_run", '"__end__"'), event("stream_thread_run", '"__end__"')]
    assert len(titles(*ends)) == 1
    assert len(titles(*ends, event("stream_thread", '"data"'))) == 2


def test_data_of_events_that_is_not_json_is_one_cause_whatever_the_event():
    empty = [event("stream_run", '""', "JSON", pointer) for pointer in ("/values", "/updates")]
    assert titles(*empty) == ["Event streams: events have no data"]
    python = [event("stream_run", "{'a': 1}", "JSON", pointer) for pointer in ("/values", "/updates")]
    assert titles(*python) == ["Event streams: the data of events is not valid JSON: {'a': 1}"]
    assert len(titles(*empty, *python)) == 2


def test_a_check_that_reads_a_field_that_an_event_lacks_is_of_the_same_cause():
    lacking = event("stream_run", '{"code": 1}', "the field message", "/error")
    reading = finding("streams.error", "stream_run", "no such field", pointer="/error/message", status=200)
    assert titles(lacking, reading) == ["Event streams: `/error` lacks the field message"]
    assert len(titles(reading, event("stream_run", '"x"'))) == 2


def test_byte_order_marks_of_responses_and_errors_are_one_cause():
    marked = [finding("shape.body", "get_ok", "a byte order mark", status=status) for status in (200, 404)]
    assert titles(*marked) == ["JSON bodies begin with a byte order mark"]


def test_nulls_in_one_object_are_one_cause():
    nulls = [
        finding("shape.body", "get_assistant", "null", pointer=f"/config/{name}", status=200)
        for name in ("tags", "recursion_limit")
    ]
    (title,) = titles(*nulls)
    assert title == "Responses: fields of `/config` are null instead of absent or valid"


def loses_null(*operations):
    facts = {"expected": "null", "pointer": "/metadata/null"}
    return [finding("json_values", each, "no such field", status=200, **facts) for each in operations]


LOST = loses_null("create_thread", "update_thread", "create_assistant", "put_item")


def test_fields_that_are_left_out_because_they_are_null_are_one_cause():
    nullable = [lacks("get_cron", "end_time"), lacks("get_state", "checkpoint")]
    assert titles(*LOST, *nullable) == ["Fields that are null are left out of responses"]


def test_fields_that_are_never_null_are_missing_for_another_reason():
    required = [lacks("get_cron", "cron_id"), lacks("get_thread", "detail", 404)]
    assert len(titles(*LOST, *required)) == 3


def test_null_that_few_operations_lose_proves_nothing_about_missing_fields():
    assert len(titles(*LOST[:2], lacks("get_cron", "end_time"))) > 1


def test_bodies_that_are_not_json_are_one_cause_whatever_the_parser_reports():
    broken = [
        finding(f"resources.body.{name}", "create_thread", f"500 {text}", expected="422", status=500)
        for name, text in (("empty", "Unexpected end"), ("invalid_json", "Expected a name"))
    ]
    assert len(titles(*broken)) == 1


def test_names_of_graphs_and_assistants_that_do_not_exist_are_one_cause():
    accepted = [
        finding(f"runs.unknown_{kind}", "create_run", "200", expected="404", status=200)
        for kind in ("graph", "assistant")
    ]
    assert titles(*accepted) == ["Runs of assistants and graphs that do not exist are accepted"]


def test_a_stranger_turned_away_with_403_is_one_cause_for_all_resources():
    turned_away = [
        finding("shape.status", name, "403 no token", status=403) for name in ("get_thread", "get_assistant")
    ]
    assert len(titles(*turned_away)) == 1


def test_assistants_that_are_not_stored_are_a_fact():
    lost = finding("resources.create.stored", "create_assistant", "no such assistant: 500", status=200)
    (cause,) = causes([lost], OPERATIONS, survey=Survey(keeps_assistants=False))
    assert cause.title == "Created assistants are not stored"


def test_what_lost_crons_cause_is_one_fact():
    found = [
        finding("crons.search.limit", "search_crons", "0", expected="2", status=200, content=b"[]"),
        finding("crons.search.thread_id", "count_crons", "0", expected="1", status=200, content=b"0"),
        refuses("update_cron", check="crons.enabled", status=404),
        refuses("get_cron", status=404),
    ]
    other = finding("shape.body", "search_crons", "null", pointer="/0/schedule", status=200)
    lost = causes([*found, other], OPERATIONS, survey=Survey(keeps_crons=False))
    assert {each.title: len(each.findings) for each in lost} == {
        "Created crons are not found again": 4,
        titles(other)[0]: 1,
    }
    assert len(titles(*found)) == 3


def test_a_refused_field_blocks_only_what_has_it():
    fields = [refuses_field("create_run", f"/body/{name}") for name in ("webhook", "durability")]
    by = (Blocker("shape.accepts_valid", "create_run", pointer="/body/webhook"),)
    result = Result("runs.x", "semantic", "runs.x", "get_thread", Verdict.BLOCKED, "why", blocked_by=by)
    assert {each.title: each.blocks for each in causes(fields, OPERATIONS, [result])} == {
        "Valid requests with `webhook` are rejected": ("runs.x",),
        "Valid requests with `durability` are rejected": (),
    }


def test_refusal_of_a_whole_request_is_not_the_requirement_of_the_check():
    refused = {
        "expected": f"{SUCCESS}the contract allows this request",
        "received": "400 metadata: Required",
        "status": 400,
    }
    alike = [
        finding("resources.isolation.foreign_id", "update_thread", **refused),
        finding("resources.body.unknown_field", "update_thread", **refused),
    ]
    assert titles(*alike) == ["Valid requests are rejected: `400 metadata: Required`"]


# One change of the target fixes them all


def effect(check, operation, requirement, **more):
    """Return the finding of a check of the effect of a field."""
    return finding(check, operation, "[]", expected='["x"]', status=200, requirement=requirement, **more)


def works(check, operation):
    return Result(f"{check}[{operation}]", "semantic", check, operation, Verdict.PASS)


def rejects(check, operation, received, *, expected="422", status=200, **more):
    """Return the finding of a check that sends an invalid request."""
    return finding(check, operation, received, expected=expected, status=status, level="should", **more)


IDS = "Searching with `ids` finds these threads."
IGNORED_IDS = effect("threads.search.ids", "search_threads", IDS)


def test_ignored_field_is_not_validated_either():
    assert titles(IGNORED_IDS, accepts("search_threads", "ids")) == ["`ids` has no effect"]


def test_field_whose_checks_all_fail_is_ignored():
    values = [
        effect(f"threads.search.{name}", "search_threads", "Searching with `values` finds threads.")
        for name in ("values", "values_null")
    ]
    assert titles(*values) == ["`values` has no effect"]


def test_field_that_a_response_lacks_is_not_one_of_the_request():
    values = [
        effect(f"threads.search.{each}", "search_threads", "With `values`.") for each in ("values", "x")
    ]
    lacking = replace(
        effect("threads.values", "search_threads", "A thread shows its `values`."), received="no such field"
    )
    assert sorted(titles(*values, lacking)) == [
        "Not met: A thread shows its `values`",
        "`values` has no effect",
    ]


def test_field_with_an_effect_is_only_not_validated():
    found = [effect("x.default_limit", "search_threads", "Search without `limit` returns 10.")]
    passing = works("resources.search.limit", "search_threads")
    assert sorted(titles(*found, accepts("search_threads", "limit"), results=[passing])) == [
        "Invalid values of `limit` are accepted",
        "Not met: Search without `limit` returns 10",
    ]


def test_field_of_another_resource_may_have_an_effect():
    ignored = effect("crons.search.metadata", "search_crons", "Searching with `metadata`.")
    other = effect("resources.count.metadata", "count_threads", "Count honours nested `metadata`.")
    assert len(titles(ignored, accepts("search_crons", "metadata"), other)) == 2


def test_field_that_works_for_no_kind_of_resource_is_ignored():
    found = [
        effect("resources.search.select", "search_threads", "Search with `select`."),
        effect("crons.search.select", "search_crons", "Searching with `select`."),
        effect("runs.list.select", "list_thread_runs", "List with `select`."),
    ]
    assert titles(*found, results=[works("crons.search.end_time", "search_crons")]) == [
        "`select` has no effect"
    ]
    assert len(titles(*found[1:])) == len(found) - 1
    assert len(titles(*found, results=[works("crons.search.select", "search_assistants")])) == len(found)


def test_count_that_filters_like_a_search_is_its_cause():
    search, other = (
        effect(f"resources.search.{name}", "search_threads", f"Search by `metadata`: {name}.")
        for name in ("metadata", "metadata_nested")
    )
    count = effect("resources.count.metadata", "count_threads", "Count honours `metadata`.")
    passing = [works("resources.search.metadata", "search_threads")]
    assert titles(other, count, results=passing) == ["Not met: Search by `metadata`: metadata_nested"]
    assert len(titles(other, search, count, results=passing)) == 2
    crons = effect("crons.search.metadata", "count_crons", "Count crons by `metadata`.")
    assert len(titles(other, crons, results=passing)) == 2


def test_values_inside_of_a_state_are_one_cause():
    def waited(check, operation, content, **more):
        return finding(check, operation, "[]", status=200, content=content, **more)

    state = b'{"values": {"messages": []}, "next": [], "tasks": []}'
    found = [
        waited("runs.wait.values", "wait_thread_run", state),
        waited("stateless_runs.no_shared_state", "wait_run", state, pointer="/messages"),
    ]
    assert titles(*found) == ["Waiting for a run returns its state, with the values inside of `values`"]
    assert len(titles(*(replace(each, expected="400 or 422") for each in found))) == 2
    assert len(titles(*(waited(each.check, each.operation, b'{"values": {}}') for each in found))) == 2


def test_requirement_of_several_fields_is_about_neither():
    both = effect("runs.config_and_context", "create_run", "`config.configurable` and `context`: not both.")
    assert len(titles(both, accepts("create_run", "context"))) == 2


def test_unrequested_events_and_missing_modes_are_one_cause():
    modes = [
        effect(f"streams.{mode}", "stream_run", f"Mode `{mode}` streams.") for mode in ("debug", "tasks")
    ]
    other = "it only with the stream mode updates"
    unrequested = finding("shape.stream", "stream_run", "it", expected=other, status=200, pointer="/updates")
    assert titles(*modes, unrequested, results=[works("streams.updates", "stream_run")]) == [
        "`stream_mode` has no effect"
    ]
    assert len(titles(*modes, results=[works("streams.updates", "stream_run")])) == 2


VERSIONS = "Listing versions returns at most `limit` versions and skips the first `offset`."
NOT_JSON = rejects("resources.body.invalid_json", "list_assistant_versions", "200")


def test_operation_that_accepts_text_as_body_does_not_read_it():
    found = [
        NOT_JSON,
        effect("assistants.versions.metadata", "list_assistant_versions", "Applies the `metadata` filter."),
        effect("assistants.versions.pages", "list_assistant_versions", VERSIONS),
        accepts("list_assistant_versions", "limit"),
        rejects("resources.body.null", "list_assistant_versions", "200"),
    ]
    assert titles(*found) == ["The body of POST /assistants/{assistant_id}/versions has no effect"]


def test_operation_that_uses_fields_reads_its_body():
    metadata = effect("assistants.versions.metadata", "list_assistant_versions", "The `metadata` filter.")
    passing = works("assistants.versions.offset_beyond_end", "list_assistant_versions")
    assert len(titles(NOT_JSON, metadata, results=[passing])) == 2


def test_operation_with_required_fields_that_reads_no_body_does_nothing_right():
    found = [
        rejects("resources.body.invalid_json", "prune_threads", "200"),
        effect("threads.prune.keep_latest", "prune_threads", "The strategy `keep_latest` leaves one."),
        effect("threads.prune.delete", "prune_threads", "Pruning deletes the given threads."),
    ]
    assert titles(*found) == ["The body of POST /threads/prune has no effect"]


def test_checks_of_one_requirement_are_one_cause():
    alike = [
        finding(check, "get_thread", "404", expected="405", requirement="One requirement.\n\nMore.")
        for check in ("a.b", "c.d")
    ]
    assert titles(*alike) == ["Not met: One requirement"]


def test_ids_that_are_not_validated_are_one_cause():
    found = [
        rejects("resources.malformed_id", "get_assistant", "404 Not found", status=404),
        rejects("runs.malformed_id", "create_thread_run", "200", expected="422 or 400"),
        finding("shape.rejects_invalid", "get_thread", "200", pointer="/path/thread_id", status=200),
    ]
    assert titles(*found) == ["Ids that are not valid UUIDs are not rejected with 422"]


def test_missing_header_explains_the_check_that_reads_it():
    def lacks_header(name, operation):
        return finding("shape.headers", operation, "no such header", pointer=name, status=200)

    location = effect("runs.join.location", "join_thread_run", "Joining.", pointer="Content-Location")
    assert titles(location, lacks_header("Content-Location", "join_thread_run")) == [
        "Responses lack a valid header Content-Location"
    ]
    following = effect("x.pages", "search_threads", "Pages.", pointer="X-Pagination-Next")
    assert titles(following, lacks_header("X-Pagination-Total", "search_threads")) == [
        "Responses lack a valid header X-Pagination-Total"
    ]
    assert len(titles(location, lacks_header("Content-Location", "create_run"))) == 2


def test_namespaces_of_renamed_items_are_one_cause():
    listed = effect("store.namespaces.suffix", "list_namespaces", "Suffix.", pointer="/namespaces")
    stored, value = (
        effect("store.put.stored", "put_item", "Put stores.", pointer=pointer) for pointer in ("", "/value/a")
    )
    assert titles(stored, listed) == ["Items come back under another namespace or key"]
    assert len(titles(value, listed)) == 2


def test_headers_that_servers_set_together_are_one_cause():
    alike = [
        finding("system.cors.x", "get_thread", "no such header", pointer=name, status=200)
        for name in ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers")
    ]
    names = "Access-Control-Allow-Origin, Access-Control-Expose-Headers"
    assert titles(*alike) == [f"Responses lack the headers {names}"]
    places = [
        finding("shape.headers", "create_run", "no such header", pointer=name, status=200)
        for name in ("Content-Location", "Location")
    ]
    assert titles(*places) == ["Responses lack the headers Content-Location, Location"]


@pytest.mark.parametrize(
    ("facts", "alike", "title"),
    [
        (
            {"delays_runs": False},
            [
                effect("runs.after_seconds", "create_thread_run", "A run with `after_seconds` waits."),
                effect("runs.wait_or_stream.after_seconds", "stream_run", "It starts later."),
            ],
            "`after_seconds` does not delay runs",
        ),
        (
            {"delays_streamed_runs": False},
            [
                effect("runs.wait_or_stream.after_seconds", "stream_run", "It starts later."),
                effect("stateless_runs.after_seconds", "create_run", "It starts even later."),
            ],
            "`after_seconds` does not delay runs",
        ),
        (
            {"runs_in_background": False},
            [
                finding("runs.create.success", "create_thread_run", '"pending"', status=200),
                finding("streams.x", "join_thread_run_stream", '["pending"]', status=200),
            ],
            "Background runs are never executed",
        ),
        (
            {"writes_state": False},
            [
                effect("threads.state.update", "update_state", "An update writes values."),
                effect("threads.state.as_node", "update_state", "An update as a node."),
            ],
            "An update does not change the state of a thread",
        ),
        (
            {"keeps_history": False},
            [finding("runs.history.steps", each, "[]", status=200) for each in ("create_run", "wait_run")],
            "The history of a thread lacks the steps of its runs",
        ),
        (
            {"keeps_assistants": False},
            [
                finding("resources.create.stored", "create_assistant", "403 no", status=403),
                finding("shape.status", "get_assistant", "403 no", status=403, pointer="status 403"),
            ],
            "Owners may not read the assistants that they created",
        ),
        (
            {"keeps_assistants": False},
            [finding("resources.create.stored", "create_assistant", "404 no")],
            "Created assistants are not stored",
        ),
    ],
)
def test_fact_of_the_survey_is_one_cause(facts, alike, title):
    (cause,) = causes(alike, OPERATIONS, survey=Survey(**facts))
    assert cause.title == title
    assert title not in titles(*alike)


def test_delay_that_is_not_validated_is_the_delay_that_has_no_effect():
    waits = effect("runs.after_seconds", "create_thread_run", "A run with `after_seconds` waits.")
    found = causes(
        [waits, accepts("create_thread_run", "after_seconds")], OPERATIONS, survey=Survey(delays_runs=False)
    )
    assert [each.title for each in found] == ["`after_seconds` does not delay runs"]


def test_check_that_meets_a_refused_field_is_its_cause():
    refused = refuses_field("search_threads", "/body/sort_by", '"state_updated_at"')
    requirement = "Searching sorts by `state_updated_at`."
    sorting = finding(
        "threads.search.sort_by_x", "search_threads", "422", status=422, requirement=requirement
    )
    assert titles(refused, sorting) == ["Valid requests with `sort_by` are rejected"]


def test_check_with_the_error_of_a_refused_field_is_its_cause():
    content = b'{"detail": "action: rollback is unknown"}'
    field = refuses("cancel_thread_run", "/query/action", "the contract allows `action: 1`", content=content)
    check = finding("runs.cancel.x", "cancel_thread_run", "400", status=400, content=content)
    assert titles(field, check) == ["Valid requests with `action` are rejected"]


def test_check_with_the_error_of_a_refused_request_is_its_cause():
    exists = "409 Assistant '11111111-1111-4111-8111-111111111111' already exists"
    other = "409 Assistant '22222222-2222-4222-8222-222222222222' already exists"
    refused = finding("shape.accepts_valid", "create_assistant", exists, expected=f"{SUCCESS}x", status=409)
    identical = finding("assistants.create.identical", "create_assistant", other, status=409)
    assert titles(refused, identical) == [
        "Valid requests are rejected: `409 Assistant '<id>' already exists`"
    ]
    assert titles(identical) == ["Not met: assistants.create.identical holds"]


def test_refusal_with_an_undocumented_status_is_one_cause():
    received = "409 Run is active"
    found = [
        finding("shape.status", "delete_thread_run", received, expected="a documented status", status=409),
        finding("runs.delete.list", "delete_thread_run", received, expected=f"{SUCCESS}x", status=409),
    ]
    (cause,) = causes(found, OPERATIONS)
    assert cause.title == "Status 409 is returned where it is not documented: `409 Run is active`"
    assert cause.stops_clients


def test_undocumented_errors_about_different_resources_are_different_causes():
    found = [
        finding("shape.status", name, "404", expected="a documented status", status=404)
        for name in ("get_item", "send_command")
    ]
    assert len(titles(*found)) == 2


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (
            b'{"detail": [{"type": "missing", "loc": ["body", "input"], "msg": "Field required"}]}',
            "Valid requests are rejected: `422 input: Field required`",
        ),
        (
            b'{"success": false, "error": {"issues": [{"path": ["a", 0], "message": "Required"}]}}',
            "Valid requests are rejected: `422 a.0: Required`",
        ),
        (b'{"detail": "no"}', "Valid requests are rejected: `422 {'detail'`"),
    ],
)
def test_title_shows_the_message_of_a_validator(content, title):
    received = "422 {'detail'"
    refused = finding("a.b", "create_cron", received, expected=f"{SUCCESS}x", status=422, content=content)
    assert titles(refused) == [title]


# Requests that are invalid on purpose


CRASH = "500 Internal Server Error"


def crashes(operation, received=CRASH, *, check="shape.server_error", **more):
    return finding(check, operation, received, status=500, **more)


INVALID = {"expected": "an error because `x` is not a string", "pointer": "/body/x"}
VALID = {"expected": f"{SUCCESS}the contract allows `x: 1`", "pointer": "/body/x"}


def test_server_error_of_an_invalid_request_stops_no_client():
    valid, invalid = crashes("create_thread", **VALID), crashes("create_thread", **INVALID)
    check = crashes("update_state", expected="400 or 422")
    first, second = causes([invalid, check, valid], OPERATIONS)
    assert (first.findings, first.stops_clients) == ((valid,), True)
    assert (second.findings, second.stops_clients, second.level) == ((invalid, check), False, "must")


def test_server_error_of_a_value_that_servers_may_reject_stops_no_client():
    optional = {"expected": "success or 4xx: servers may reject `x: -1`", "pointer": "/query/x"}
    found = [crashes("create_thread", **INVALID), crashes("list_history", **optional)]
    (cause,) = causes(found, OPERATIONS)
    assert (len(cause.findings), cause.stops_clients) == (2, False)


def test_cause_of_invalid_requests_comes_last_of_its_level():
    valid = crashes("create_run", "500 Oops")
    invalid = [crashes(name, **INVALID) for name in ("create_thread", "create_assistant")]
    assert [len(each.findings) for each in causes([*invalid, valid], OPERATIONS)] == [1, 2]


def test_invalid_request_blocks_nothing_that_a_valid_one_explains():
    valid, invalid = crashes("create_run", **VALID), crashes("create_run", **INVALID)
    blocked = [result_blocked_by(Blocker("shape.server_error", "create_run"))]
    assert [each.blocks for each in causes([valid, invalid], OPERATIONS, blocked)] == [("runs.x",), ()]
    assert [each.blocks for each in causes([invalid], OPERATIONS, blocked)] == [("runs.x",)]


def test_response_with_another_status_blocks_nothing():
    missing = lacks("get_thread", "values")
    error = finding("shape.body", "get_thread", "[]", pointer="/detail", expected='type "string"')
    blocked = [result_blocked_by(Blocker("shape.body", "get_thread", 200))]
    blocks = {each.title: each.blocks for each in causes([error, missing], OPERATIONS, blocked)}
    assert blocks["Responses lack the field `values`"] == ("runs.x",)
    assert [each for each in blocks.values() if each] == [("runs.x",)]


def test_server_errors_after_invalid_requests_are_one_cause():
    found = [crashes("create_thread", "500 One", **INVALID), crashes("create_run", "500 Two", **INVALID)]
    assert titles(*found) == ["Invalid requests end in a server error"]


def test_ids_in_another_notation_are_one_cause():
    body = finding("shape.body", "get_thread", '"a"', expected='format "uuid"', status=200)
    event = finding("shape.stream", "stream_run", '"a"', expected='format "uuid"', status=200)
    assert titles(body, event) == ['Values do not have the format "uuid"']


def test_server_errors_that_give_no_reason_are_apart_by_field_and_resource():
    found = [crashes("create_run", **VALID), crashes("get_item"), crashes("put_item"), crashes("get_cron")]
    assert sorted(titles(*found)) == [
        "Requests with `x: 1` end in `500 Internal Server Error`",
        "Some valid requests about crons end in `500 Internal Server Error`",
        "Some valid requests about store items end in `500 Internal Server Error`",
    ]


def test_title_names_the_only_value_with_which_a_field_fails():
    other = {**VALID, "expected": f"{SUCCESS}the contract allows `x: 2`"}
    found = [crashes("create_run", **each) for each in (VALID, other)]
    assert titles(*found) == ["Requests with `x` end in `500 Internal Server Error`"]


def test_a_request_with_the_field_to_blame_belongs_to_its_cause():
    request = Request("POST", "http://127.0.0.1/runs/crons", {}, b'{"end_time": "2099-01-01T00:00:00Z"}')
    blamed = crashes("create_cron", pointer="/body/end_time", expected=f"{SUCCESS}the contract allows `x`")
    check, other = (crashes("create_cron", check=f"crons.create.{each}") for each in ("settings", "stored"))
    with_field = replace(check, exchange=replace(check.exchange, request=request))
    found = {len(each.findings) for each in causes([blamed, with_field, other], OPERATIONS)}
    assert found == {1, 2}


def crashing(*names):
    """Return the survey of a target on which all valid requests to these operations end in a server error."""
    return Survey({name: Offer("broken", "500 Internal Server Error", 500) for name in names})


def titles_on(survey, *found):
    return [each.title for each in causes(found, OPERATIONS, survey=survey)]


def test_operations_that_always_end_in_a_server_error_are_named():
    survey = crashing("wait_run", "wait_thread_run", "create_cron")
    conflict = finding("runs.multitask.reject", "wait_run", CRASH, expected="409", status=500)
    found = [*map(crashes, ("wait_run", "wait_thread_run", "create_cron", "create_run")), conflict]
    assert sorted(titles_on(survey, *found)) == [
        f"Some valid requests about runs end in `{CRASH}`",
        f"Valid requests to POST /runs/crons end in `{CRASH}`",
        f"Valid requests to POST /runs/wait and POST /threads/{{thread_id}}/runs/wait end in `{CRASH}`",
    ]


def test_runs_that_can_not_be_started_in_any_way_are_one_cause():
    ways = sorted(STARTING_RUNS)
    assert titles_on(crashing(*ways), *map(crashes, ways)) == [
        f"Valid requests that start runs end in `{CRASH}`"
    ]
    assert len(titles_on(crashing(*ways[1:]), *map(crashes, ways[1:]))) > 1


def test_server_errors_of_most_operations_are_one_cause():
    names = [each for each in OPERATIONS if OPERATIONS[each].tier == 1]
    assert titles_on(crashing(*names), *map(crashes, names)) == [f"Requests end in `{CRASH}`"]


def test_a_check_knows_which_requests_end_in_a_server_error():
    sort = finding("resources.search.sort_by_name", "search_assistants", CRASH, status=500)
    graph = finding("assistants.unknown", "create_assistant", CRASH, expected="a new one", status=500)
    assert sorted(titles(sort, graph)) == [
        "Not met: assistants.unknown holds",
        f"Requests with `sort_by` end in `{CRASH}`",
    ]


def test_a_server_error_and_the_check_that_met_it_are_one_cause():
    facts = {"expected": "below 500", "status": 500, "requirement": "A `filter` finds items."}
    met = finding("store.search.filter", "search_items", CRASH, **facts)
    other = replace(met.exchange, request=Request("POST", "http://127.0.0.1/store/items/search", {}, b"{}"))
    assert titles(met, crashes("search_items")) == [f"Requests with `filter` end in `{CRASH}`"]
    assert len(titles(met, replace(crashes("search_items"), exchange=other))) > 1


def test_server_errors_about_unknown_or_taken_ids_are_apart_from_those_of_invalid_requests():
    unknown = [crashes("get_thread", expected="404"), crashes("get_run", "500 no run 3", expected="404")]
    taken = crashes("create_assistant", expected="409")
    assert sorted(titles(*unknown, taken, crashes("create_thread", **INVALID))) == [
        "Conflicting requests end in a server error",
        "Invalid requests end in a server error",
        "Requests about unknown resources end in a server error",
    ]


def test_causes_of_a_record_know_which_operations_always_end_in_a_server_error():
    survey = from_line(as_line(crashing("wait_run")))
    assert titles_on(survey, crashes("wait_run")) == [f"Valid requests to POST /runs/wait end in `{CRASH}`"]


def test_server_errors_that_repeat_the_request_are_one_cause():
    found = [crashes("update_state", f"500 Node {name} does not exist") for name in ("none", "other")]
    sent = [
        replace(each, exchange=replace(each.exchange, request=Request("POST", "http://x/", {}, body)))
        for each, body in zip(found, [b'{"as_node": "none"}', b'{"as_node": "other"}'], strict=True)
    ]
    assert titles(*sent) == ["Requests end in `500 Node … does not exist`"]
    assert len(titles(*found)) == 2


def test_server_errors_that_list_fields_of_the_request_are_one_cause():
    found = [
        crashes("search_threads", "501 Unsupported filter(s): select"),
        crashes("search_threads", "501 Unsupported filter(s): ids, sort_by"),
    ]
    sent = [
        replace(each, exchange=replace(each.exchange, request=Request("POST", "http://x/", {}, body)))
        for each, body in zip(
            found, [b'{"select": [], "limit": 1}', b'{"ids": [], "sort_by": ""}'], strict=True
        )
    ]
    assert titles(*sent) == ["Requests end in `501 Unsupported filter(s): …`"]


def test_400_in_place_of_422_is_one_cause():
    found = [
        rejects("resources.body.null", "create_thread", "400 Bad", status=400),
        rejects("runs.malformed_id", "get_thread_run", "400 Bad", status=400),
        rejects("shape.status", "count_threads", "400 Bad", expected="a documented status: 422", status=400),
    ]
    assert titles(*found) == ["Invalid requests are rejected with 400 instead of 422"]


def test_undocumented_status_of_a_valid_request_is_another_cause():
    def status(level):
        return finding(
            "shape.status", "count_threads", "400 Bad", expected="one of: 422", status=400, level=level
        )

    assert titles(status("must"), status("should")) == [
        "Status 400 is returned where it is not documented",
        "Invalid requests are rejected with 400 instead of 422",
    ]


def test_bodies_that_are_accepted_are_apart_by_what_is_wrong():
    def body(problem):
        expected = f"an error because the body {problem}"
        return finding(
            "shape.rejects_invalid", "create_run", "200", expected=expected, status=200, pointer="/body"
        )

    empty = [rejects("resources.body.empty", "create_run", "200"), body("is missing")]
    other = [rejects("resources.body.null", "create_run", "200"), body("is not an object")]
    assert sorted(titles(*empty, *other)) == [
        "Bodies that are not JSON objects are accepted",
        "Empty bodies are accepted where a body is required",
    ]


def test_check_that_an_invalid_value_is_rejected_is_the_cause_of_the_field():
    requirement = "`xray` is a boolean or a depth."
    xray = rejects("assistants.graph.xray", "get_assistant_graph", "200", requirement=requirement)
    query = finding("shape.rejects_invalid", "get_assistant_graph", "200", pointer="/query/xray", status=200)
    assert titles(xray, query) == ["Invalid values of `xray` are accepted"]


def test_a_rejected_value_comes_after_what_blocks_more():
    """A target that rejects one value works otherwise: a page hardly ever sends it."""
    value = refuses_field("search_history", "/body/limit", "1000")
    unusable = refuses("get_thread")
    broken = crashes("wait_run", "500 Oops")
    blocked = [result_blocked_by(Blocker("shape.server_error", "wait_run"))]
    found = causes([value, broken, unusable], OPERATIONS, blocked)
    assert [each.findings for each in found] == [(unusable,), (broken,), (value,)]


def test_a_cause_is_shown_by_a_readable_request():
    generated = crashes("get_item", replay=(f"curl /store/items?namespace={'%F1' * 9}",))
    plain = crashes("put_item", replay=("curl -X PUT /store/items", "curl /store/items?namespace=a.b"))
    (cause,) = causes([generated, plain], OPERATIONS)
    assert cause.sample is plain


# Roots that several checks meet


@pytest.mark.parametrize("check", ["streams.on_disconnect_cancel", "streams.on_disconnect_continue"])
def test_a_run_that_never_ends_is_not_due_to_the_field(check):
    left = finding(check, "stream_thread_run", '["running"]', expected='["success"]', status=200)
    ended = replace(left, received='["success"]')
    assert titles(left) == ["A streamed run stays `running` after its client has left"]
    assert titles(ended) == [f"Not met: {check} holds"]


def test_failed_runs_that_look_successful_are_one_cause():
    found = [
        finding(check, "create_thread_run", '"success"', expected='"error"', pointer="/status", status=200)
        for check in ("runs.error.status", "runs.recursion_limit")
    ]
    assert titles(*found) == ["Failed runs have the status `success`"]


def test_a_strategy_that_nothing_heeds_has_no_effect():
    """To wait for the run before is what happens without the field, too."""
    place = "create_thread_run"
    found = [
        finding("runs.multitask.reject", place, "200", expected="409", status=200),
        effect("runs.multitask.interrupt_running", place, "A run that another one interrupts ends."),
    ]
    enqueued, interrupted = (works(f"runs.multitask.{each}", place) for each in ("enqueue", "interrupt"))
    assert titles(*found, results=[enqueued]) == ["`multitask_strategy` has no effect"]
    assert len(titles(*found, results=[enqueued, interrupted])) > 1


def test_a_missing_item_that_is_an_error_is_one_cause():
    text = {"received": "404 no item", "status": 404}
    status = finding("shape.status", "get_item", pointer="status 404", **text)
    missing = finding("store.get.missing", "get_item", expected=f"{SUCCESS}x", **text)
    assert titles(status, missing) == ["Not met: store.get.missing holds"]


def test_titles_name_events_without_ids_and_null():
    event = finding(
        "shape.stream", "stream_run", "an event without one", expected="an id", pointer="/id", status=200
    )
    body = finding("shape.body", "get_thread", "null", expected='type "object"', pointer="/i", status=200)
    assert titles(event, body) == [
        "Events lack the ids with which clients resume a stream",
        'Responses: `/i` is null, not of type "object"',
    ]


MIXED = "it only with the stream mode messages-tuple"
MIXES = "The stream modes `messages` and `messages-tuple` have the same events"


def test_events_of_the_other_mode_of_messages_are_one_cause():
    found = [
        finding("shape.stream", "stream_run", "it with messages", expected=MIXED, status=200),
        effect("streams.messages_partial", "stream_thread_run", "Mode `messages` sends the message so far."),
    ]
    assert titles(*found, results=[works("streams.values", "stream_thread_run")]) == [MIXES]
    assert MIXES not in titles(*found)  # the target may ignore the mode


def test_a_mode_without_events_is_one_cause():
    alone = effect("streams.events", "stream_thread_run", "Mode `events` streams a start.")
    lists = {"expected": '["events", "values"]', "received": '["values"]', "status": 200}
    several = finding("streams.several_modes", "stream_thread_run", **lists)
    joined = finding("streams.join_created", "create_thread_run", **lists)
    found = [alone, several, joined]
    assert titles(*found, results=[works("streams.values", "stream_thread_run")]) == [
        "Not met: Mode `events` streams a start"
    ]


def test_a_field_of_states_or_threads_is_one_cause_for_all_checks_of_it():
    parents = [
        finding(
            "runs.history.steps", "create_thread_run", "null", pointer="/*/parent_checkpoint", status=200
        ),
        finding(
            "threads.history.parent_chain", "list_history", "1", pointer="/*/parent_checkpoint", status=200
        ),
    ]
    lacking = [
        finding("threads.state.update_timestamp", "update_state", NO_FIELD, pointer="/updated", status=200),
        finding("threads.search.sort", "search_threads", NO_FIELD, pointer="/*/updated", status=200),
    ]
    assert sorted(titles(*parents, *lacking)) == [
        "Responses lack the field `updated`",
        "States do not name the one before them in `parent_checkpoint`",
    ]


def test_a_field_that_responses_lack_is_that_of_the_check_that_reads_it():
    read = finding("threads.values", "get_thread", NO_FIELD, pointer="/values", status=200)
    assert titles(lacks("get_thread", "values"), read) == ["Responses lack the field `values`"]
    inside = finding("runs.json", "get_thread", NO_FIELD, pointer="/values/messages/0/null", status=200)
    assert titles(inside) == ["Not met: runs.json holds"]


def test_403_for_another_owners_resource_is_one_cause():
    text = {"received": "403 Not yours", "status": 403}
    status = finding("shape.status", "get_thread", pointer="status 403", **text)
    foreign = finding("resources.isolation.foreign_id", "copy_thread", expected="404", **text)
    assert titles(status, foreign) == ["Not met: resources.isolation.foreign_id holds"]


def test_a_run_of_another_thread_is_one_cause():
    ids = finding("shape.ids", "get_thread_run", '"t"', pointer="/thread_id", status=200)
    other = finding("runs.get.other_thread", "get_thread_run", "200", expected="404", status=200)
    assert titles(ids, other) == ["Not met: runs.get.other_thread holds"]


def test_a_field_that_an_error_names_is_the_cause_if_it_is_refused_elsewhere():
    known = refuses_field("create_thread_run", "/body/interrupt_after")
    content = b'{"detail": [{"loc": ["body", "interrupt_after"], "msg": "Input should be a list"}]}'
    unknown = finding(
        "shape.accepts_valid", "wait_thread_run", "422", expected=f"{SUCCESS}x", status=422, content=content
    )
    assert titles(known, unknown) == ["Valid requests with `interrupt_after` are rejected"]
    assert titles(unknown) == ["Valid requests are rejected: `422 interrupt_after: Input should be a list`"]


def test_a_field_that_fails_on_several_resources_and_works_on_none_is_one_cause():
    found = [
        effect("runs.checkpoint.fork", "create_thread_run", "A run continues from its `checkpoint`."),
        effect("threads.state.fork", "update_state", "An update at a `checkpoint` is a fork."),
        effect("threads.history.checkpoint", "search_history", "The history of a `checkpoint` is short."),
    ]
    by_chance = works("runs.checkpoint.fork_keeps_history", "create_thread_run")
    assert titles(*found, results=[by_chance]) == ["`checkpoint` has no effect"]


def test_a_filter_that_finds_too_little_has_an_effect():
    requirement = "Searching by `metadata` finds assistants."
    less = effect("resources.search.metadata", "search_assistants", requirement)
    nested = effect("resources.search.metadata_nested", "search_assistants", requirement)
    found = [replace(less, received="not assistants 1, 3"), nested]
    assert titles(*found) == ["Not met: Searching by `metadata` finds assistants"]
    assert titles(replace(less, received="also assistant 2"), nested) == ["`metadata` has no effect"]


def test_a_field_of_the_response_is_not_that_of_the_request():
    shown = finding("threads.values", "search_threads", "null", pointer="/*/values", status=200)
    ignored = [
        effect("threads.search.values", "search_threads", "Searching by `values` finds threads."),
        effect("threads.search.values_null", "search_threads", "Searching by `values` leaves out others."),
    ]
    assert sorted(titles(shown, *ignored)) == ["Not met: threads.values holds", "`values` has no effect"]
