"""Errors that reveal the inside of a server, and errors that only look similar."""

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.validation.leaked_internals import internals

REVEALING = {
    "a traceback": [
        "Traceback (most recent call last):\n  File",
        '{"detail": "File \\"/app/x.py\\", line 7, in get"}',
        "TypeError: x\n    at get (file:///srv/app.mjs:10:7)",
        '{"stack": "Error\\n    at Object.get (/srv/api:10:7)"}',
        "goroutine 1 [running]:",
        "thread 'main' panicked at src/main.rs:3",
    ],
    "the path of a source file": [
        "No such file: '/usr/lib/python3.12/json/decoder.py'",
        "cannot load C:\\\\srv\\\\app.py",
        "in node_modules",
    ],
    "an SQL statement or a message of its database": [
        'SELECT * FROM thread WHERE id = "x"',
        "psycopg.errors.InvalidTextRepresentation",
        'duplicate key value violates unique constraint "thread_pkey"',
    ],
    "the representation of an object": ["<class 'app.Thread'>", "<app.Thread object at 0x7f01>"],
}
HARMLESS = [
    "Thread 5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11 not found",
    "GET /threads/{thread_id}/runs is unknown, see https://docs.example.com/guide.html",
    "body: not valid JSON: line 1 column 2 (char 1)",
    "select must be a list; update the values from the set of allowed ones",
    "Select the class 'x' at 10:30",
    "expected <string>, received <number>",
    "sort_by: created_at.ts is unknown",
]


def names(text, *, status=404, body=b""):
    request = Request("GET", "http://target/threads/x", body=body)
    exchange = Exchange("get_thread", request, Response(status, httpx.Headers(), text.encode()))
    return [each.received.partition(":")[0] for each in internals(exchange)]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in REVEALING.items() for text in texts]
)
def test_internals_are_found(kind, text):
    assert kind in names(text)
    assert kind in names(text, status=500)
    assert names(text, status=200) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_other_errors_reveal_no_internals(text):
    assert names(text) == []


def test_the_request_may_be_repeated():
    assert names("unknown: /a/b.py", body=b'{"x": "/a/b.py"}') == []
