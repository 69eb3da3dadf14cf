"""Tests of the isolation checks: a server that ignores filters still shows owners only their own data."""

import json

import pytest
from miniatures.http_messages import OWNERS, Request
from miniatures.miniature import Miniature
from miniatures.stage import ITEMS, stage

from contract_tests.findings.finding import AS_BEFORE
from contract_tests.operation_groups import READING_STATE

FILTERS = {
    "search_threads": ("metadata", "ids"),
    "count_threads": ("metadata",),
    "search_assistants": ("metadata",),
    "count_assistants": ("metadata",),
    "search_crons": ("metadata",),
    "count_crons": ("metadata",),
    "search_items": ("namespace_prefix",),
    "list_namespaces": ("prefix",),
}
"""Filters of the operations that the server ignores."""

CRON = {"assistant_id": "agent", "input": {}, "schedule": "0 0 1 1 *"}
EARLIER = {
    "create_thread": ("POST", "/threads", {}),
    "create_assistant": ("POST", "/assistants", {"graph_id": "agent"}),
    "create_cron": ("POST", "/runs/crons", CRON),
    "put_item": ("PUT", "/store/items", {"namespace": ["mine"], "key": "k", "value": {}}),
}
"""Requests that create what each owner has already."""


def ignoring(*operations):
    """Return a server with data of both owners, which ignores the filters of these operations."""
    missing = dict(EARLIER)

    async def trait(mock, request):
        while missing:
            operation, (method, path, body) = missing.popitem()
            for owner in OWNERS:
                headers = {**owner, "content-type": "application/json"}
                content = json.dumps(body).encode()
                created = await mock(Request(operation, method, path, {}, headers, content))
                assert created.status < 300, created
        if request.operation == "search_items":
            body = json.dumps({**request.json, "namespace_prefix": []}).encode()
            return await mock(Request("search_items", "POST", request.path, {}, request.headers, body))
        return await mock(request.without(*FILTERS.get(request.operation, ())))

    return Miniature("", "", trait, frozenset(operations))


@pytest.fixture(scope="module")
def mock():
    with stage() as built:
        yield built


@pytest.mark.parametrize("operations", [*((each,) for each in FILTERS), tuple(FILTERS)], ids=" ".join)
def test_an_ignored_filter_is_not_a_leak_to_another_owner(mock, operations):
    items = [item for item in ITEMS if "isolation" in item.check.id and item.operation in operations]
    outcomes = mock.run_checks(items, ignoring(*operations)).values()
    found = {finding.check for each in outcomes for finding in each.findings}
    assert items
    assert not {each for each in found if "isolation" in each}


async def serves_every_owner(mock, request):
    response = await mock(request)
    return response if response.ok else await mock(request.as_other())


@pytest.mark.parametrize("operation", READING_STATE)
def test_the_other_owner_has_a_state_to_read(mock, operation):
    """An empty state of another owner's thread could be that of a thread which does not exist."""
    items = [each for each in ITEMS if each.name == f"resources.isolation.foreign_id[{operation}]"]
    (outcome,) = mock.run_checks(
        items, Miniature("", operation, serves_every_owner, frozenset({operation}))
    ).values()
    (found,) = outcome.findings
    assert b"message 1" in found.exchange.response.content


async def deletes_for_strangers(mock, request):
    response = await mock(request)
    if response.status in {401, 404}:
        await mock(request.with_headers(**OWNERS[0]))
    return response


@pytest.mark.parametrize("operation", ["delete_thread", "delete_assistant"])
def test_a_stranger_who_deletes_is_found_with_the_credentials_of_one_owner(mock, operation):
    items = [each for each in ITEMS if each.name == f"resources.isolation.strangers[{operation}]"]
    server = Miniature("", operation, deletes_for_strangers, frozenset({operation}))
    (outcome,) = mock.run_checks(items, server).values()
    (found,) = outcome.findings
    assert (found.check, found.expected) == ("resources.isolation.strangers", f"what is deleted {AS_BEFORE}")
