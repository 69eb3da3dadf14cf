"""Tests of missing operations: their response is the one to a path that surely does not exist."""

import html
import itertools
import uuid

import httpx
import pytest

from contract_tests.client.exchange import Request
from contract_tests.client.target import Target
from contract_tests.survey.unknown_path import UnknownPaths, nearest_unknown

THREAD = "0f0e7a1f-4a11-4c1f-9a0e-5e0c7d534a6c"
counter = itertools.count()

FRAMEWORKS = {
    "FastAPI": lambda request: httpx.Response(404, json={"detail": "Not Found"}),
    "Starlette": lambda request: httpx.Response(404, text="Not Found"),
    "Robyn": lambda request: httpx.Response(404, text="Not found"),
    "Hono": lambda request: httpx.Response(404, text="404 Not Found"),
    "Express": lambda request: httpx.Response(
        404, html=f"<pre>Cannot {request.method} {html.escape(request.url.raw_path.decode())}</pre>"
    ),
    "Fastify": lambda request: httpx.Response(
        404,
        json={
            "message": f"Route {request.method}:{request.url.raw_path.decode()} not found",
            "statusCode": 404,
        },
    ),
    "nginx": lambda request: httpx.Response(404, html="<center><h1>404 Not Found</h1></center>nginx/1.22.1"),
    "a request id": lambda request: httpx.Response(404, json={"error": "no route", "id": str(uuid.uuid4())}),
    "a random token": lambda request: httpx.Response(
        404, json={"error": "no route", "trace": f"q{next(counter):x}z"}
    ),
    "an API gateway": lambda request: httpx.Response(403, json={"message": "Missing Authentication Token"}),
    "401 for all": lambda request: httpx.Response(401, json={"detail": "unauthorized"}),
    "400 for all": lambda request: httpx.Response(400, json={"detail": "bad route"}),
    "a catch-all page": lambda request: httpx.Response(200, html="<div id=root></div>"),
    "a login page": lambda request: httpx.Response(302, headers={"location": f"/in?to={request.url.path}"}),
    "501": lambda request: httpx.Response(501, text="Unsupported method"),
    "405": lambda request: httpx.Response(405, text="Method Not Allowed"),
}


def is_like(contract, response, operation_id="copy_thread", path=f"/threads/{THREAD}/copy"):
    target = Target("http://target", transport=httpx.MockTransport(response))
    operation = contract.by_id[operation_id]
    exchange = target.send(Request(operation.method, path))
    return UnknownPaths(target).is_like(operation, exchange)


@pytest.mark.parametrize("response", FRAMEWORKS.values(), ids=FRAMEWORKS)
def test_response_to_any_path_is_that_of_a_missing_operation(contract, response):
    assert is_like(contract, response)


@pytest.mark.parametrize("response", FRAMEWORKS.values(), ids=FRAMEWORKS)
def test_error_about_the_thread_is_a_response_of_the_operation(contract, response):
    def has_copy(request):
        missing = httpx.Response(404, json={"detail": f"Thread {THREAD} not found"})
        return missing if request.url.path.endswith("/copy") else response(request)

    assert not is_like(contract, has_copy)


def test_server_error_is_a_response_of_the_operation(contract):
    assert not is_like(contract, lambda request: httpx.Response(500, text="Internal Server Error"))


def test_an_operation_that_reads_the_segment_as_an_id_proves_nothing(contract):
    def takes_ids(request):
        if request.url.path.startswith("/threads/"):
            return httpx.Response(
                422, json={"detail": f"{request.url.path.split('/')[2]} is not a valid UUID"}
            )
        return httpx.Response(404, json={"detail": "Not Found"})

    assert is_like(contract, takes_ids, "search_threads", "/threads/search")


@pytest.mark.parametrize(
    ("template", "path", "nearest"),
    [
        ("/threads/search", "/threads/search", "/threads/no-such-operation"),
        ("/threads/{thread_id}/runs/wait", "/threads/1/runs/wait", "/threads/1/runs/no-such-operation"),
        ("/threads/{thread_id}", "/threads/1", None),
    ],
)
def test_nearest_unknown_path_differs_in_the_last_segment(template, path, nearest):
    assert nearest_unknown(template, path) == nearest
