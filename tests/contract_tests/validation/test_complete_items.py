"""Items of a search that are, or are not, complete."""

import json

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.validation.complete_items import complete_items

SEARCHES = {
    "search_assistants": ("POST", "/assistants/search", "Assistant"),
    "search_threads": ("POST", "/threads/search", "Thread"),
    "search_crons": ("POST", "/runs/crons/search", "Cron"),
    "list_thread_runs": ("GET", "/threads/5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11/runs", "Run"),
}


def required(contract, schema):
    return contract.whole({"$ref": f"#/components/schemas/{schema}"})["required"]


def exchange(operation_id, items, *, select=(), status=200, body=None):
    method, path, _ = SEARCHES[operation_id]
    query = "&".join(f"select={name}" for name in select) if method == "GET" else ""
    content = json.dumps({"select": [*select]}).encode() if method == "POST" else b""
    request = Request(method, f"http://target{path}?{query}", body=content if body is None else body)
    response = Response(status, httpx.Headers(), json.dumps(items).encode())
    return Exchange(operation_id, request, response)


@pytest.fixture
def pointers(contract):
    known = complete_items(contract)
    return lambda sent: [each.pointer for each in known[sent.operation_id].violations(sent)]


def test_every_list_with_select_has_complete_items(contract):
    selecting = {
        operation.id
        for operation in contract.operations
        if "select" in contract.whole(operation.body or {}).get("properties", {})
        or any(parameter["name"] == "select" for parameter in operation.parameters)
    }
    assert selecting == set(SEARCHES) == set(complete_items(contract))


@pytest.mark.parametrize("operation_id", SEARCHES)
def test_each_field_is_required_of_each_item(contract, pointers, operation_id):
    names = required(contract, SEARCHES[operation_id][2])
    whole = dict.fromkeys(names, "")
    assert pointers(exchange(operation_id, [whole])) == []
    for name in names:
        lacking = {key: value for key, value in whole.items() if key != name}
        assert pointers(exchange(operation_id, [whole, lacking])) == [f"/*/{name}"]
        assert pointers(exchange(operation_id, [lacking], select=[names[0]])) == []
        assert pointers(exchange(operation_id, [lacking], status=422)) == []


@pytest.mark.parametrize("body", [b"", b"{}", b'{"select": []}', b'{"select": null}', b"[]"])
def test_without_a_selection_items_are_complete(pointers, body):
    assert "/*/metadata" in pointers(exchange("search_threads", [{}], body=body))


@pytest.mark.parametrize("items", [{"detail": "no list"}, [], ["no object"], None])
def test_other_bodies_are_left_to_the_schema(pointers, items):
    assert pointers(exchange("search_threads", items)) == []
