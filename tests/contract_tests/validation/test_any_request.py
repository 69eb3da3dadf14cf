"""Responses are validated whatever the request was: a server may accept an invalid one."""

import json

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.stream import StreamedEvent, StreamedExchange
from contract_tests.contract import load
from contract_tests.generation.fields import request_fields

CONTRACT = load()
ANY_JSON = [None, True, 17, 1.5, "text", [], {}, [None], [17], [[]], [{}], {"a": {}}]
IN_JSON = {"content-type": "application/json"}
STREAMED = {"content-type": "text/event-stream"}
NOT_JSON = [b"", b"{", b"\xff", b"NaN", b'"\\ud800"', b"[" * 100_000]


def bodies(operation):
    """Yield any JSON as the body, and as the value of each field at the top of it."""
    yield from NOT_JSON
    yield from (json.dumps(each).encode() for each in ANY_JSON)
    names = {field.steps[0] for field in request_fields(CONTRACT, operation) if field.place == "body"}
    yield from (json.dumps({name: each}).encode() for name in sorted(names) for each in ANY_JSON)


def responses(operation, request):
    yield Exchange(operation.id, request, Response(200, httpx.Headers(IN_JSON), b'[{"thread_id": "an id"}]'))
    events = [StreamedEvent("metadata", "{}", "1", at=0.0), StreamedEvent("values", "{}", None, at=0.1)]
    streamed = Response(200, httpx.Headers(STREAMED), b"-")
    yield StreamedExchange(operation.id, request, streamed, ended="closed").with_received(events)


@pytest.mark.parametrize("operation", CONTRACT.operations, ids=lambda operation: operation.id)
def test_response_to_any_request_is_validated(operation, validate):
    for body in bodies(operation):
        request = Request(operation.method, f"http://target{operation.path}?select=a&stream_mode=b", {}, body)
        for exchange in responses(operation, request):
            assert isinstance(validate(exchange), tuple | list)
