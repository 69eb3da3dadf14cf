"""Ids of a response that are, or are not, those of its path."""

import json

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.validation.path_ids import path_ids

ONE, OTHER = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11", "6f1d8e64-5b7d-4d20-8b1f-1f1f8b205b22"


@pytest.fixture
def pointers(contract):
    ids = path_ids(contract)

    def found(operation_id, path, body, status=200):
        request = Request("GET", f"http://target/api{path}", base="http://target/api")
        response = Response(status, httpx.Headers(), json.dumps(body).encode())
        exchange = Exchange(operation_id, request, response)
        return [each.pointer for each in ids[operation_id].violations(exchange)]

    return found


@pytest.mark.parametrize(
    ("operation_id", "path", "body"),
    [
        ("get_thread", f"/threads/{ONE}", {"thread_id": ONE}),
        ("get_thread", f"/threads/{ONE.upper()}?include=ttl", {"thread_id": ONE}),
        ("get_thread", f"/threads/{ONE}", {}),
        ("get_assistant", "/assistants/agent", {"assistant_id": OTHER}),  # by the name of a graph
        ("list_thread_runs", f"/threads/{ONE}/runs", [{"thread_id": ONE}, {}]),
        ("list_thread_runs", f"/threads/{ONE}/runs", []),
    ],
)
def test_ids_that_equal_those_of_the_path_are_valid(pointers, operation_id, path, body):
    assert pointers(operation_id, path, body) == []


@pytest.mark.parametrize(
    ("operation_id", "path", "body", "pointer"),
    [
        ("get_thread", f"/threads/{ONE}", {"thread_id": OTHER}, "/thread_id"),
        ("get_thread_run", f"/threads/{ONE}/runs/{ONE}", {"thread_id": ONE, "run_id": OTHER}, "/run_id"),
        (
            "list_thread_runs",
            f"/threads/{ONE}/runs",
            [{"thread_id": ONE}, {"thread_id": OTHER}],
            "/*/thread_id",
        ),
    ],
)
def test_ids_that_differ_from_the_path_are_found(pointers, operation_id, path, body, pointer):
    assert pointers(operation_id, path, body) == [pointer]
    assert pointers(operation_id, path, body, status=404) == []


def test_a_copy_has_another_id(contract):
    assert "copy_thread" not in path_ids(contract)
