"""Tests of matching requests to operations by method and path, below any API prefix."""

import pytest

from contract_tests.client.exchange import SOCKET, Request
from contract_tests.traffic.routes import Routes

ONE = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def routes(contract):
    return Routes.of(contract)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", f"/threads/{ONE}", "get_thread"),
        ("POST", "/threads/search", "search_threads"),
        ("GET", "/threads/search", "get_thread"),
        ("POST", f"/threads/{ONE}/runs/stream", "stream_thread_run"),
        (SOCKET, f"/threads/{ONE}/stream/events", "stream_thread_events"),
    ],
)
def test_an_operation_is_found_by_method_and_path(routes, method, path, operation):
    assert routes.find(method, path).operation.id == operation


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("PUT", "/threads"), (SOCKET, "/threads"), ("GET", "/ok/")]
)
def test_undocumented_path_is_not_found(routes, method, path):
    assert routes.find(method, path) is None


def test_parameters_are_decoded(routes):
    assert routes.find("GET", "/threads/a%2Fb%20c").path == {"thread_id": "a/b c"}


def test_the_base_url_is_that_of_most_requests_of_the_contract(routes):
    urls = [
        ("GET", "https://app.example/docs"),
        ("GET", "https://app.example/api/lg/ok"),
        ("POST", f"https://app.example/api/lg/threads/{ONE}/runs/stream"),
        ("GET", f"https://app.example/api/lg/threads/{ONE}/state"),
    ]
    assert routes.base(Request(*each) for each in urls) == "https://app.example/api/lg"


def test_a_recording_without_requests_of_the_contract_has_no_base_url(routes):
    assert routes.base([Request("GET", "https://app.example/style.css")]) is None
