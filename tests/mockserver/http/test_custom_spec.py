"""Other LangGraph documents, served unchanged: known operations by handlers, the rest from the document."""

from uuid import uuid4

import orjson
import pytest

from contract_tests.contract import BrokenContract

UUID = "00000000-0000-4000-8000-000000000000"


def test_our_operations_are_found_by_method_and_path(mock, foreign):
    browser = mock(spec=foreign.original)
    thread = browser.thread(metadata={"a": 1})
    response = browser("GET", f"/threads/{thread['thread_id'].upper()}")
    assert response.json() == thread
    assert "x-mock-answer" not in response.headers
    assert browser("GET", f"/threads/{uuid4()}").status_code == 404


def test_a_path_missing_in_the_document_is_not_served(mock, foreign):
    assert mock(spec=foreign.original)("GET", f"/threads/{uuid4()}/state").status_code == 404


def test_a_request_must_meet_the_document(mock, foreign):
    response = mock(spec=foreign.original)("POST", "/threads", {"metadata": {}, "priority": "highest"})
    assert response.status_code == 422
    assert response.json()["detail"].startswith("body.priority")


def test_a_request_must_also_meet_the_contract_that_the_handler_relies_on(mock, foreign):
    browser = mock(spec=foreign.original)
    assert browser("POST", "/threads", {"if_exists": "perhaps"}).status_code == 422
    assert browser("GET", "/threads/nope").status_code == 422


def test_an_unknown_operation_returns_a_marked_sample(mock, foreign):
    response = mock(spec=foreign.original)("POST", "/robots", {})
    assert response.status_code == 200
    assert response.headers["x-mock-answer"] == "schema"
    assert response.json() == {
        "robot_id": UUID,
        "name": "string",
        "version": 1,
        "parent": None,
        "tags": ["a"],
        "children": [],
        "checkpoint": {"ns": ""},
    }


def test_an_unknown_operation_returns_the_documented_example(mock, foreign):
    response = mock(spec=foreign.original)("GET", f"/robots/{UUID}")
    assert response.headers["x-mock-answer"] == "example"
    assert response.json() == {"robot_id": "11111111-1111-4111-8111-111111111111", "version": 7}


def test_an_event_stream_has_one_event(mock, foreign):
    browser = mock(spec=foreign.original)
    response = browser("POST", "/news", {})
    assert response.headers["content-type"] == "text/event-stream"
    assert response.headers["x-mock-answer"] == "schema"
    assert response.text == 'event: message\ndata: "string"\n\n'
    described = browser("GET", "/news")
    fields = dict(line.split(": ", 1) for line in described.text.strip().splitlines())
    assert fields["event"] == "values"
    assert orjson.loads(fields["data"]) == {"messages": ["string"]}
    assert described.text.endswith("\n\n")


def test_responses_without_json_keep_status_and_media_type(mock, foreign):
    browser = mock(spec=foreign.original)
    deleted = browser("DELETE", f"/robots/{UUID}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    rejected = browser("GET", "/tools/")
    assert (rejected.status_code, rejected.json()) == (405, {"detail": "Method Not Allowed"})
    text = browser("GET", "/numbers")
    assert (text.headers["content-type"], text.text) == ("text/plain", "string")
    accepted = browser("POST", "/tools/", {})
    assert (accepted.status_code, accepted.content) == (202, b"")
    for response in (deleted, rejected, text, accepted):
        assert response.headers["x-mock-answer"] == "schema"


def test_a_path_that_ends_with_a_slash_is_served_as_documented(mock, foreign):
    response = mock(spec=foreign.original)("POST", "/tools", {})
    assert response.status_code == 307
    assert response.headers["location"] == "http://mock/tools/"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("xray=true", 200),
        ("xray=2", 200),
        ("xray=zz", 422),
        ("xray=", 422),
        ("modes=a&modes=b", 200),
        ("modes=c", 422),
    ],
)
def test_parameters_of_many_types_are_read(mock, foreign, query, status):
    assert mock(spec=foreign.original)("GET", f"/robots/{UUID}?{query}").status_code == status


def test_reserved_header_parameters_are_ignored(mock, foreign):
    response = mock(spec=foreign.original)("POST", "/tools/", {}, headers={"accept": "anything"})
    assert response.status_code == 202


def test_our_docs_page_replaces_that_of_the_document(mock, foreign):
    assert "swagger" in mock(spec=foreign.original)("GET", "/docs").text


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "nonsense"}, "not a valid JSON Schema"),
        ({"$ref": "#/components/schemas/Nowhere"}, "not a valid JSON Schema"),
        ({"$ref": "http://example.com/elsewhere.json"}, "not a valid JSON Schema"),
    ],
)
def test_a_broken_schema_is_reported_at_the_start(mock, foreign, schema, reason):
    content = {"application/json": {"schema": schema}}
    foreign.document["paths"]["/news"]["post"]["requestBody"] = {"content": content}
    foreign.path.write_bytes(orjson.dumps(foreign.document))
    with pytest.raises(BrokenContract) as broken:
        mock(spec=foreign.path)
    assert reason in broken.value.reason
    assert str(broken.value).count("\n") == 0
