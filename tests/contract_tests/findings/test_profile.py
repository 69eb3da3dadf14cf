"""Tests of profiles: the faults of a server that a client notices."""

from dataclasses import replace

import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.finding import Finding
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
        (finding("shape.content_type", "Content-Type of 404", 404), SCRIPTED),
    ],
)
def test_a_client_does_not_notice_the_rest(found, result):
    assert not NEED.concerns(found, result)


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
