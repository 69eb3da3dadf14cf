"""Tests of the `shape.*` checks: a documented response passes, and each kind of error fails its check."""

import codecs
import json
import math

import httpx
import pytest
from openapi_core.validation.schemas.factories import DialectSchemaValidatorsFactory

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.text.visible import one_line
from contract_tests.validation.response import response_validator

IN_JSON = {"content-type": "application/json"}
THREAD = {
    "thread_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11",
    "created_at": "2026-01-01T00:00:00+00:00",
    "updated_at": "2026-01-01T00:00:00+00:00",
    "metadata": {},
    "status": "idle",
    "values": None,
}


@pytest.fixture
def violations(contract, validate):
    def judged(operation_id, http_response):
        request = Request(contract.by_id[operation_id].method, "http://target/threads")
        response = Response(http_response.status_code, http_response.headers, http_response.content)
        result = validate(Exchange(operation_id, request, response))
        return [(each.check, each.expected, each.received, each.pointer) for each in result]

    return judged


@pytest.mark.parametrize(
    ("operation_id", "response"),
    [
        ("get_thread", httpx.Response(200, json=THREAD)),
        ("get_thread", httpx.Response(404, json={"detail": "unknown"})),
        ("get_thread", httpx.Response(404, json={"detail": "", "more": 1})),
        ("delete_thread", httpx.Response(204)),
        ("delete_thread", httpx.Response(200, json={"status": "deleted"})),
        ("delete_assistant", httpx.Response(200, json=["an id"])),
        ("delete_thread_run", httpx.Response(200, json="deleted")),
        ("delete_cron", httpx.Response(200, json={})),
        ("cancel_thread_run", httpx.Response(204)),
        ("send_command", httpx.Response(404, json={"detail": "no such thread"})),
        ("send_command", httpx.Response(422, json={"detail": "no method"})),
        ("stream_thread_events", httpx.Response(404, json={"detail": "no such thread"})),
        ("stream_thread_events", httpx.Response(422, json={"detail": "no channels"})),
        ("count_threads", httpx.Response(200, json=0)),
        ("search_threads", httpx.Response(200, json=[THREAD], headers={"x-pagination-total": "1"})),
        (
            "get_thread",
            httpx.Response(200, json=THREAD, headers={"content-type": "application/json; charset=utf-8"}),
        ),
    ],
)
def test_a_documented_response_has_no_violations(violations, operation_id, response):
    assert violations(operation_id, response) == []


def test_a_schema_is_compiled_once(contract, monkeypatch):
    compiled = []
    create = DialectSchemaValidatorsFactory.create
    monkeypatch.setattr(
        DialectSchemaValidatorsFactory,
        "create",
        lambda self, spec, schema, *args, **options: (
            compiled.append(schema) or create(self, spec, schema, *args, **options)
        ),
    )
    judge = response_validator(contract)
    answer = httpx.Response(200, json=[THREAD], headers={"x-pagination-total": "1"})
    response = Response(answer.status_code, answer.headers, answer.content)
    for _ in range(3):
        assert judge(Exchange("search_threads", Request("POST", "http://target"), response)) == []
    assert compiled
    assert len(set(compiled)) == len(compiled)


@pytest.mark.parametrize(
    ("operation_id", "response", "violation"),
    [
        (
            "get_thread",
            httpx.Response(503, text="Oh\nno"),
            ("shape.server_error", "a response below 500", "503 Oh no", ""),
        ),
        (
            "put_item",
            httpx.Response(200, json={"detail": "it is kept"}),
            ("shape.status", "a documented status: 204, 400, 401, 404, 422", "200 it is kept", "status 200"),
        ),
        (
            "delete_thread",
            httpx.Response(200, headers=IN_JSON),
            ("shape.body", "a JSON body", '""', ""),
        ),
        (
            "get_thread",
            httpx.Response(404, json={"detail": "x"}, headers={"content-type": "text/plain"}),
            ("shape.content_type", "application/json", "text/plain", "Content-Type of 404"),
        ),
        (
            "get_thread",
            httpx.Response(404, content=b'{"detail": "x"}'),
            ("shape.content_type", "application/json", "no content type", "Content-Type of 404"),
        ),
        (
            "search_threads",
            httpx.Response(200, json=[]),
            (
                "shape.headers",
                "header X-Pagination-Total as documented",
                "no such header",
                "X-Pagination-Total",
            ),
        ),
        (
            "search_threads",
            httpx.Response(200, json=[], headers={"x-pagination-total": "many"}),
            ("shape.headers", "header X-Pagination-Total as documented", '"many"', "X-Pagination-Total"),
        ),
        (
            "get_thread",
            httpx.Response(404, json={"detail": [1]}),
            ("shape.body", 'type "string"', "[1]", "/detail"),
        ),
        (
            "get_thread",
            httpx.Response(404, content=b"{", headers={"content-type": "application/json"}),
            ("shape.body", "a JSON body", '"{"', ""),
        ),
        (
            "get_thread",
            httpx.Response(404, headers={"content-type": "application/json"}),
            ("shape.body", "a JSON body", '""', ""),
        ),
        (
            "get_thread",
            httpx.Response(200, text=json.dumps({**THREAD, "values": {"score": math.nan}}), headers=IN_JSON),
            ("shape.body", "a JSON body", "NaN, which is not JSON", ""),
        ),
        (
            "get_thread",
            httpx.Response(200, content=codecs.BOM_UTF8 + json.dumps(THREAD).encode(), headers=IN_JSON),
            ("shape.body", "a JSON body", "a byte order mark", ""),
        ),
        (
            "get_thread",
            httpx.Response(404, content='{"detail": "für"}'.encode("latin-1"), headers=IN_JSON),
            ("shape.body", "a JSON body", "bytes that are not UTF-8", ""),
        ),
        (
            "get_thread",
            httpx.Response(404, content='{"detail": "für"}'.encode("utf-16"), headers=IN_JSON),
            ("shape.body", "a JSON body", "a byte order mark", ""),
        ),
        (
            "get_thread",
            httpx.Response(404, content=b'{"detail": "a", "detail": "b"}', headers=IN_JSON),
            ("shape.body", "each field once", '"detail" twice in one object', ""),
        ),
        (
            "get_thread",
            httpx.Response(
                404, json={"detail": "x"}, headers={"content-type": "application/json; charset=latin-1"}
            ),
            (
                "shape.content_type",
                "no charset, or utf-8",
                "application/json; charset=latin-1",
                "Content-Type of 404",
            ),
        ),
        (
            "get_thread",
            httpx.Response(200, json={**THREAD, "created_at": "yesterday"}),
            ("shape.body", 'format "date-time"', '"yesterday"', "/created_at"),
        ),
        (
            "get_item",
            httpx.Response(
                200, json={"namespace": [], "key": "k", "value": {}, "created_at": THREAD["created_at"]}
            ),
            ("shape.body", "the field updated_at", "no such field", "/updated_at"),
        ),
        (
            "get_item",
            httpx.Response(200, json=[]),
            ("shape.body", "Item or null", "[]", ""),
        ),
        (
            "count_threads",
            httpx.Response(200, json={"count": 1}),
            ("shape.body", 'type "integer"', '{"count": 1}', ""),
        ),
    ],
)
def test_an_invalid_response_violates_one_check(violations, operation_id, response, violation):
    assert violations(operation_id, response) == [violation]


def test_every_missing_field_is_named(violations):
    without = {name: value for name, value in THREAD.items() if name not in {"status", "metadata"}}
    result = violations("get_thread", httpx.Response(200, json=without))
    assert [(expected, received, pointer) for _, expected, received, pointer in result] == [
        ("the field metadata", "no such field", "/metadata"),
        ("the field status", "no such field", "/status"),
    ]


def test_every_missing_field_of_the_alternative_that_was_meant_is_named(violations):
    result = violations("get_item", httpx.Response(200, json={"namespace": [], "key": "k", "value": {}}))
    assert [pointer for *_, pointer in result] == ["/created_at", "/updated_at"]


def test_an_object_with_all_fields_of_one_alternative_lacks_none_of_another(violations):
    error = {"type": "error", "id": "text", "error": "invalid_argument", "message": "an integer id"}
    result = violations("send_command", httpx.Response(400, json=error))
    assert [(expected, pointer) for _, expected, _, pointer in result] == [
        ('type ["integer", "null"]', "/id"),
    ]


def test_the_same_mistake_in_many_items_has_one_place(violations):
    threads = [{**THREAD, "status": "asleep"}, {**THREAD, "status": "awake"}]
    result = violations(
        "search_threads", httpx.Response(200, json=threads, headers={"x-pagination-total": "2"})
    )
    assert {pointer for *_, pointer in result} == {"/*/status"}


def test_alternatives_are_named(violations):
    state = {"values": 1, "next": [], "checkpoint": 3, "metadata": None, "created_at": None}
    result = {
        pointer: expected
        for _, expected, _, pointer in violations("get_state", httpx.Response(200, json=state))
    }
    assert result == {"/values": "Values or array", "/checkpoint": "Checkpoint or null"}


def test_a_value_is_shown_short_and_harmless_to_a_terminal():
    assert one_line("Grüße") == '"Grüße"'
    assert one_line("\x1b[31m") == '"\\u001b[31m"'
    assert one_line("x" * 200) == '"' + "x" * 79 + "… (202 characters)"
