"""Path, query and header parameters are parsed by their schemas."""

from pathlib import Path

import pytest

from contract_tests.contract import Contract
from mockserver.errors import InvalidRequest
from mockserver.http.openapi.schemas import Schemas
from mockserver.http.request.parameters import Parameter

CANONICAL = "6f1e702a-b692-45d9-8000-4766829e964a"


def parameter(schema, *, place="query", required=False):
    schemas = Schemas({"urn:test": Contract(Path("test.yaml"), {"schema": schema}, "")})
    raw = {"name": "it", "in": place, "required": required, "schema": {"x-schema": ["urn:test#/schema"]}}
    return Parameter(raw, schemas)


INTEGER = {"type": "integer", "minimum": 0}
MODES = {"type": "string", "enum": ["values", "updates"]}


@pytest.mark.parametrize(
    ("schema", "texts", "value"),
    [
        (INTEGER, ["2"], 2),
        (INTEGER, ["2.0"], 2),
        (INTEGER, ["1", "2"], 2),
        ({"type": "number"}, ["0.5"], 0.5),
        ({"type": "boolean"}, ["true"], True),
        ({"type": "boolean"}, ["False"], False),
        ({"type": "string"}, ["2"], "2"),
        ({"type": "string"}, ["true"], "true"),
        ({"type": "string"}, ["a,b"], "a,b"),
        ({"type": "string"}, [""], ""),
        ({"type": ["integer", "null"]}, ["2"], 2),
        ({"type": ["integer", "null"]}, ["null"], None),
        ({"anyOf": [{"type": "boolean"}, {"type": "integer"}]}, ["2"], 2),
        ({"anyOf": [{"type": "boolean"}, {"type": "integer"}]}, ["true"], True),
        ({"anyOf": [MODES, {"type": "array", "items": MODES}]}, ["values"], "values"),
        ({"anyOf": [MODES, {"type": "array", "items": MODES}]}, ["values", "updates"], "updates"),
        ({"type": "array", "items": MODES}, ["values"], ["values"]),
        ({"type": "array", "items": MODES}, ["values", "updates"], ["values", "updates"]),
        ({"type": "array", "items": MODES}, ["values,updates"], ["values", "updates"]),
        ({"type": "array", "items": {"type": "string"}}, ["1", "2"], ["1", "2"]),
        ({"type": "array", "items": INTEGER}, ["1", "2"], [1, 2]),
        ({"type": "object"}, ['{"a": 1}'], {"a": 1}),
        ({}, ["text"], "text"),
    ],
)
def test_the_first_reading_that_the_schema_admits_is_the_value(schema, texts, value):
    read = parameter(schema).value(texts)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (INTEGER, "x"),
        (INTEGER, ""),
        (INTEGER, "-1"),
        (INTEGER, "1.5"),
        (INTEGER, "+1"),
        (INTEGER, "1_000"),
        (INTEGER, "٣"),
        (INTEGER, "0x10"),
        (INTEGER, "9" * 5000),
        (INTEGER, "1e400"),
        (INTEGER, "NaN"),
        (INTEGER, "[" * 100_000),
        (INTEGER, "true"),
        ({"type": "boolean"}, "1"),
        ({"type": "boolean"}, "yes"),
        ({"type": "string", "format": "date-time"}, "yesterday"),
        (MODES, "all"),
        ({"type": "array", "items": MODES}, "values,all"),
        ({"type": "object"}, "[]"),
    ],
)
def test_an_invalid_value_is_rejected_with_the_name_of_its_parameter(schema, text):
    with pytest.raises(InvalidRequest) as raised:
        parameter(schema).value([text])
    assert raised.value.field == "query it"
    assert len(raised.value.detail) < 400


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "uuid"},
        {"type": "string", "pattern": "^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$"},
    ],
)
def test_a_uuid_gets_its_canonical_form(schema):
    it = parameter(schema, place="path")
    for written in (
        CANONICAL,
        CANONICAL.upper(),
        CANONICAL.replace("-", ""),
        CANONICAL.upper().replace("-", ""),
    ):
        assert it.value([written]) == CANONICAL
    for other in (
        "",
        "zzz",
        CANONICAL[1:],
        CANONICAL + "0",
        "{" + CANONICAL + "}",
        "urn:uuid:" + CANONICAL,
        "\x00",
    ):
        with pytest.raises(InvalidRequest) as raised:
            it.value([other])
        assert raised.value.field == "it"


def test_a_text_that_may_be_a_uuid_or_anything_stays_as_it_is():
    it = parameter({"anyOf": [{"type": "string", "format": "uuid"}, {"type": "string"}]}, place="path")
    assert it.value([CANONICAL.upper()]) == CANONICAL.upper()
    assert it.value(["agent"]) == "agent"


def test_only_a_required_parameter_is_missed():
    parameter(INTEGER).missing()
    with pytest.raises(InvalidRequest, match="header it: is required"):
        parameter(INTEGER, place="header", required=True).missing()


def test_a_handler_receives_parsed_parameters(mock, echo):
    request = echo("GET", f"/threads/{CANONICAL.upper()}/history?limit=2&before=x&colour=red")
    assert request.path == {"thread_id": CANONICAL}
    assert request.query == {"limit": 2, "before": "x"}
    request = echo("PATCH", f"/threads/{CANONICAL}", {}, headers={"PREFER": "return=minimal"})
    assert request.headers == {"prefer": "return=minimal"}
    assert echo("GET", f"/threads/{CANONICAL}/history").query == {}


@pytest.mark.parametrize(
    "query", ["limit=%ff%fe", "%=%", "&&&", "limit", "=", "limit=%00", "limit=%ED%A0%80", "a" * 5000, "%zz"]
)
def test_no_query_causes_a_5xx(mock, query):
    response = mock()("GET", f"/threads/{CANONICAL}/history?{query}")
    assert response.status_code in (404, 422)
    assert set(response.json()) == {"detail"}


@pytest.mark.parametrize(
    "text", ["%ED%A0%80", "%00", "%ff", "..", "a%2Fb", "%F0%9F%98%80", "a" * 5000, "%0A"]
)
def test_no_path_causes_a_5xx(mock, text):
    for path in (f"/threads/{text}", f"/threads/{CANONICAL}/state/{text}", f"/{text}"):
        response = mock()("GET", path)
        assert response.status_code in (404, 422), path
        assert set(response.json()) == {"detail"}


@pytest.mark.parametrize(
    "limit", ["9223372036854775808", "18446744073709551616", "1e300", "-9" + "0" * 30, "-1"]
)
def test_integers_of_every_size_are_integers(mock, limit):
    browser = mock()
    thread = browser.thread(metadata={"graph_id": "agent"})["thread_id"]
    assert browser("POST", f"/threads/{thread}/state", {"values": {"messages": []}}).status_code == 200
    assert browser("GET", f"/threads/{thread}/history?limit={limit}").status_code == 200
    assert browser("GET", f"/ok?check_db={limit}").status_code == 200
    offset = browser("POST", "/threads/search", f'{{"offset": {limit}}}'.encode())
    assert offset.status_code == (422 if limit.startswith("-") else 200)
