"""JSON bodies: parsed strictly for any Content-Type, and never the cause of a 5xx."""

import asyncio

import orjson
import pytest

from mockserver.errors import ContentTooLarge, InvalidRequest
from mockserver.http.request.body import MAX_DEPTH, Disconnected, parse, read
from mockserver.request_response import Response

HOSTILE = {
    "invalid UTF-8": b'{"metadata": {"a": "\xff"}}',
    "half a character": '{"metadata": {"a": "ä"}}'.encode()[:-4],
    "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"metadata": {}}'.encode("utf-16"),
    "100,000 levels of lists": b"[" * 100_000,
    "100,000 levels, closed": b'{"metadata": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    "100,000 levels of objects": b'{"a":' * 100_000,
    "1,000 levels": b'{"metadata": {"a": ' + b"[" * 1000 + b"]" * 1000 + b"}}",
    "200 levels": b'{"metadata": {"a": ' + b"[" * 200 + b"]" * 200 + b"}}",
    "an integer of 5,000 digits": b'{"limit": ' + b"9" * 5000 + b"}",
    "a number beyond a double": b'{"limit": 1e400}',
    "NaN": b'{"limit": NaN}',
    "Infinity": b'{"metadata": {"a": Infinity}}',
    "-Infinity": b'{"metadata": {"a": -Infinity}}',
    "a lone high surrogate": b'{"metadata": {"a": "\\ud800"}}',
    "a lone low surrogate": b'{"metadata": {"\\udc00": 1}}',
    "a raw NUL": b'{"metadata": {"a": "\x00"}}',
    "a raw newline": b'{"metadata": {"a": "\n"}}',
    "a comment": b"{} // and more",
    "two values": b"{}{}",
    "single quotes": b"{'metadata': {}}",
    "a trailing comma": b'{"metadata": {},}',
}

HARMLESS = {
    "an escaped NUL": b'{"metadata": {"a": "\\u0000", "\\u0000": 1}}',
    "a surrogate pair": b'{"metadata": {"a": "\\ud83d\\ude00"}}',
    "a 64-bit integer": b'{"metadata": {"a": 18446744073709551615}}',
    "an integer beyond 64 bits": b'{"metadata": {"a": 18446744073709551616}}',
    "a key twice": b'{"metadata": {"a": 1, "a": 2}}',
    "100 levels": b'{"metadata": {"a": ' + b"[" * 100 + b"]" * 100 + b"}}",
    "many shallow lists": b'{"metadata": {"a": [' + b",".join([b"[]"] * 5000) + b"]}}",
    "white space": b' \r\n\t{ "metadata" : { } } \n',
}


@pytest.mark.parametrize("path", ["/threads", "/threads/search", "/threads/prune"])
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_422(mock, path, body):
    response = mock()("POST", path, body)
    assert response.status_code == 422
    assert response.json()["detail"].startswith("body")


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_an_unusual_valid_body_is_stored_and_read_again(mock, body):
    browser = mock()
    created = browser("POST", "/threads", body)
    assert created.status_code == 200
    assert created.json()["metadata"] == orjson.loads(body)["metadata"]
    assert browser("GET", f"/threads/{created.json()['thread_id']}").content == created.content
    assert len(browser("POST", "/threads/search", body).json()) == 1


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "a;b;c", ""],
)
def test_content_type_is_ignored(mock, content_type):
    headers = {} if content_type is None else {"content-type": content_type}
    response = mock()("POST", "/threads", {"metadata": {"a": 1}}, headers=headers)
    assert response.status_code == 200
    assert response.json()["metadata"] == {"a": 1}


def test_a_body_of_a_bodiless_operation_is_ignored(mock):
    browser = mock()
    path = "/threads/" + browser.thread()["thread_id"]
    assert browser("GET", path, b"{").status_code == 200
    assert browser("POST", path + "/copy", b"\xff").status_code == 200
    assert browser("DELETE", path, b"[]").status_code == 204


@pytest.mark.parametrize("length", ["abc", "-1", "9" * 5000, "", "0"])
def test_the_app_ignores_content_length(mock, length):
    """The server rejects an invalid length (see `test_uvicorn_protocol.py`); the app ignores it."""
    response = mock()("POST", "/threads", {}, headers={"content-length": length})
    assert response.status_code == 200


def test_a_body_in_many_pieces_is_one_body(mock):
    async def pieces():
        for piece in (b"", b'{"meta', b"", b'data": {"a"', b": 1}}", b""):
            yield piece

    assert mock()("POST", "/threads", content=pieces()).json()["metadata"] == {"a": 1}


def test_integers_may_be_written_as_floats_and_reach_the_handler_as_integers(mock):
    bodies = []

    async def handler(_world, request):
        bodies.append(request.body)
        return Response([])

    mock(find=lambda _id: handler)(
        "POST", "/threads/search", b'{"limit": 2.0, "offset": 1e1, "metadata": {"a": 2.0}}'
    )
    [body] = bodies
    assert body == {"limit": 2, "offset": 10, "metadata": {"a": 2.0}}
    assert [type(body[name]) for name in ("limit", "offset")] == [int, int]
    assert type(body["metadata"]["a"]) is float


def test_a_body_that_is_too_long_is_413(mock):
    browser = mock(max_body=100)
    response = browser("POST", "/threads", {"metadata": {"a": "x" * 100}})
    assert response.status_code == 413
    assert response.json() == {"detail": "body: longer than 100 bytes"}
    assert browser("POST", "/threads", {"metadata": {"a": "x" * 50}}).status_code == 200


def messages(*sent):
    remaining = iter(sent)

    async def receive():
        return next(remaining)

    return receive


def test_reading_stops_where_the_body_gets_too_long():
    endless = ({"type": "http.request", "body": b"x" * 10, "more_body": True} for _ in range(1000))
    with pytest.raises(ContentTooLarge):
        asyncio.run(read(messages(*endless), at_most=25))


def test_reading_ends_when_the_client_disconnects():
    piece = {"type": "http.request", "body": b"{", "more_body": True}
    with pytest.raises(Disconnected):
        asyncio.run(read(messages(piece, {"type": "http.disconnect"}), at_most=100))


def test_a_body_has_a_maximum_depth():
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    with pytest.raises(InvalidRequest):
        parse(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


def test_the_deepest_state_can_be_written_and_read(mock):
    browser = mock()
    nested = orjson.loads(b"[" * 100 + b"]" * 100)
    thread = browser.thread(metadata={"graph_id": "agent"})["thread_id"]
    values = {"messages": [{"type": "human", "content": "hi", "additional_kwargs": {"a": nested}}]}
    assert browser("POST", f"/threads/{thread}/state", {"values": values}).status_code == 200
    assert browser("GET", f"/threads/{thread}/state").status_code == 200
    assert browser("POST", f"/threads/{thread}/history", {}).status_code == 200
    assert browser("GET", f"/threads/{thread}").status_code == 200


def test_an_integer_that_could_not_be_written_again_stays_a_float(mock):
    browser = mock()
    thread = browser.thread()["thread_id"]
    body = {"assistant_id": "agent", "input": {}, "after_seconds": 1e25}
    assert browser("POST", f"/threads/{thread}/runs", body).status_code == 200
    assert browser("GET", f"/threads/{thread}/runs").json()[0]["kwargs"]["after_seconds"] == 1e25
