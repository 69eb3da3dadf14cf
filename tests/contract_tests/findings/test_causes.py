"""Tests of causes: which findings belong together, and which comes first."""

from dataclasses import replace

import httpx
import pytest

from contract_tests import contract
from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.stream import StreamedExchange
from contract_tests.findings.causes import causes
from contract_tests.findings.finding import SUCCESS, Blocker, Finding, Verdict
from contract_tests.findings.result import Result

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
        status=400,
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


def test_an_empty_list_gives_nothing_away():
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
def test_a_stream_of_errors_gives_nothing_away(content, is_security):
    found = finding("runs.isolation.foreign_id", "join_thread_run_stream", "200", status=200)
    exchange = replace(found.exchange, response=Response(200, STREAM, content))
    (cause,) = causes([replace(found, exchange=exchange)], OPERATIONS)
    assert cause.is_security is is_security


def test_an_error_in_a_success_gives_nothing_away():
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


def test_must_comes_before_should():
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
def test_an_error_gives_a_stranger_nothing(response, titles):
    found = causes([response], OPERATIONS, error_shape=ERROR_SHAPE)
    assert [each.title.removesuffix(".") for each in found] == titles
    assert [each.is_security for each in found] == ["stranger" in title for title in titles]


def test_an_error_like_a_success_hides_no_stranger():
    response = opened("get_thread", b'{"code": 0, "data": {"thread_id": "t"}}')
    shape = "200 application/json: code, data, like a success"
    assert [each.is_security for each in causes([response], OPERATIONS, error_shape=shape)] == [True]


def accepts(operation, field):
    return finding("shape.rejects_invalid", operation, "200", pointer=f"/body/{field}", status=200)


def test_operations_that_validate_nothing_are_one_cause():
    lax = [accepts(name, f"field{number}") for name in ("create_run", "stream_run") for number in range(9)]
    strict = accepts("create_thread", "ttl")
    assert titles(*lax, strict) == ["Requests are hardly validated", "Invalid values of `ttl` are accepted"]


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
