"""Errors: `{"detail": string}` with a status of the contract."""

import logging
from uuid import uuid4

import pytest

from mockserver.errors import Conflict
from mockserver.request_response import Response

UNKNOWN = "/threads/00000000-0000-4000-8000-000000000000"


def assert_refused(response, status, *args):
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    assert list(response.json()) == ["detail"]
    for word in args:
        assert word in response.json()["detail"]


def test_an_unknown_path_is_404(mock):
    assert mock()("GET", "/nowhere").json() == {"detail": "Not Found"}
    assert_refused(mock()("POST", "/threads/a/b/c", {}), 404)


def test_an_unknown_id_is_404(mock):
    assert_refused(mock()("GET", UNKNOWN), 404, "00000000-0000-4000-8000-000000000000")


def test_an_id_that_is_taken_is_409(mock):
    browser = mock()
    body = {"thread_id": browser.thread()["thread_id"]}
    assert_refused(browser("POST", "/threads", body), 409, body["thread_id"])


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", UNKNOWN, "DELETE, GET, HEAD, PATCH"),
        ("GET", "/threads", "POST"),
        ("GET", "/threads/search", "POST"),
        ("PATCH", f"{UNKNOWN}/state", "GET, HEAD, POST"),
        ("DELETE", "/ok", "GET, HEAD"),
        ("TRACE", "/info", "GET, HEAD"),
        ("OPTIONS", "/threads", "POST"),
        ("FOO", "/threads", "POST"),
    ],
)
def test_a_wrong_method_is_405_and_lists_the_allowed_ones(mock, method, path, allowed):
    response = mock()(method, path)
    assert_refused(response, 405)
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("GET", "/threads/nope", None, "thread_id"),
        ("DELETE", "/threads/00000000-0000-4000-8000-00000000000", None, "thread_id"),
        ("GET", "/threads/%00", None, "thread_id"),
        ("POST", "/threads/nope/copy", None, "thread_id"),
        ("GET", "/threads/nope/state?subgraphs=true", None, "thread_id"),
        ("POST", "/threads", {"thread_id": "nope"}, "body.thread_id"),
        ("POST", "/threads", {"if_exists": "perhaps"}, "body.if_exists"),
        ("POST", "/threads", {"metadata": []}, "body.metadata"),
        ("POST", "/threads/search", {"limit": 0}, "body.limit"),
        ("POST", "/threads/search", {"limit": 1001}, "body.limit"),
        ("POST", "/threads/search", {"limit": 1.5}, "body.limit"),
        ("POST", "/threads/search", {"ids": ["nope"]}, "body.ids.0"),
        ("POST", "/threads/search", {"sort_by": "colour"}, "body.sort_by"),
        ("POST", "/threads/count", {"status": "asleep"}, "body.status"),
        ("POST", "/threads/prune", {}, "thread_ids"),
        ("GET", "/ok?check_db=x", None, "query check_db"),
        ("GET", f"{UNKNOWN}/history?limit=x", None, "query limit"),
        ("GET", f"{UNKNOWN}/history?limit=", None, "query limit"),
        ("GET", f"{UNKNOWN}/state?subgraphs=maybe", None, "query subgraphs"),
    ],
)
def test_an_invalid_request_is_422_and_names_the_field(mock, method, path, body, field):
    assert_refused(mock()(method, path, body), 422, field)


@pytest.mark.parametrize(
    "path", ["/threads", "/threads/search", "/threads/count", "/threads/prune", f"{UNKNOWN}/state"]
)
@pytest.mark.parametrize("body", [b"", b"null", b"{", b"not json", b"a=1&b=2", b"[]", b'""', b"1", b" "])
def test_a_body_that_is_not_a_json_object_is_422(mock, path, body):
    assert_refused(mock()("POST", path, body), 422, "body")


def test_a_problem_does_not_repeat_a_long_value(mock):
    response = mock()("POST", "/threads", {"if_exists": "x" * 100_000})
    assert_refused(response, 422, "body.if_exists")
    assert len(response.content) < 1000


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/threads", {"colour": "red", "if_exists": "raise"}),
        ("/threads/search?colour=red&limit=zzz", {"colour": None}),
    ],
)
def test_unknown_fields_and_parameters_are_ignored(mock, path, body):
    assert mock()("POST", path, body).status_code == 200


def test_a_trailing_slash_is_redirected_and_the_method_stays(mock):
    browser = mock()
    response = browser("POST", "/threads/search/?a=1", {})
    assert response.status_code == 307
    assert response.headers["location"] == "http://mock/threads/search?a=1"
    assert browser("GET", "/nowhere/").status_code == 404


def test_head_is_get_without_a_body(mock):
    browser = mock()
    path = "/threads/" + browser.thread()["thread_id"]
    head, get = browser("HEAD", path), browser("GET", path)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers == get.headers
    assert browser("HEAD", UNKNOWN).status_code == 404
    assert browser("HEAD", UNKNOWN).content == b""


def failing(_operation_id):
    async def fail(_world, _call):
        raise ZeroDivisionError

    return fail


def test_an_internal_error_is_logged_and_returned_as_500(mock, caplog):
    browser = mock(find=failing)
    assert_refused(browser("GET", "/ok"), 500)
    record = next(record for record in caplog.records if record.levelno == logging.ERROR)
    assert record.message == "GET /ok failed"
    assert record.exc_info[0] is ZeroDivisionError


def test_an_invalid_response_becomes_a_500(mock, caplog):
    def answering(response):
        async def handler(_world, _call):
            return response

        return lambda _operation_id: handler

    for response, reason in [
        (Response({"ok": False}), "body.ok"),
        (Response({"ok": True}, status=201), "is not documented"),
        (Response(status=204), "is not documented"),
    ]:
        caplog.clear()
        browser = mock(find=answering(response), validate_responses=True)
        assert_refused(browser("GET", "/ok"), 500)
        assert f"get_ok {response.status}" in caplog.text
        assert reason in caplog.text
    caplog.clear()
    searched = mock(find=answering(Response([])), validate_responses=True)("POST", "/threads/search", {})
    assert_refused(searched, 500)
    assert "header X-Pagination-Total is missing" in caplog.text
    assert mock(find=answering(Response({"ok": False})))("GET", "/ok").status_code == 200


def test_an_undocumented_error_becomes_a_500(mock, caplog):
    async def conflict(_world, _call):
        raise Conflict

    browser = mock(find=lambda _operation_id: conflict, validate_responses=True)
    assert_refused(browser("GET", f"/threads/{uuid4()}"), 500)
    assert "get_thread 409: is not documented" in caplog.text
    assert_refused(browser("POST", "/threads", {}), 409)
