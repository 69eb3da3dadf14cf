"""Groups of operations: computed from the contract."""

from dataclasses import replace

import pytest

from contract_tests import operation_groups
from contract_tests.contract import load
from contract_tests.operation_groups import Group, new_id_field

GROUPS = {
    name: each for name, each in vars(operation_groups).items() if isinstance(each, Group) and name[0] != "_"
}
OURS = load()


def in_groups(operation_id, path, method, **raw):
    """Return the names of the groups of an operation that is added to the contract."""
    added = {"operationId": operation_id, "responses": {"200": {}}, **raw}
    paths = {**OURS.document["paths"], path: {method: added}}
    extended = replace(OURS, document={**OURS.document, "paths": paths})
    return {name for name, group in GROUPS.items() if operation_id in group.within(extended)}


def body(*fields):
    schema = {"type": "object", "properties": {name: {} for name in fields}}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


@pytest.mark.parametrize("name", GROUPS)
def test_each_group_has_an_operation(name):
    assert GROUPS[name]
    assert set(GROUPS[name]) <= OURS.by_id.keys()


def test_operation_of_a_thread_is_in_its_groups():
    found = in_groups("archive_thread", "/threads/{thread_id}/archive", "post", tags=["Threads"])
    assert found == {"NAMING_A_RESOURCE", "EACH_PATH"}


def test_operation_with_a_body_is_in_its_groups():
    found = in_groups(
        "tag_assistant", "/assistants/{assistant_id}/tag", "post", tags=["Assistants"], requestBody=body("x")
    )
    assert found == {"NAMING_A_RESOURCE", "EACH_PATH", "TAKING_A_BODY"}


def test_operation_that_starts_runs_is_in_its_groups():
    path, media = "/threads/{thread_id}/runs/watch/stream", {"content": {"text/event-stream": {}}}
    fields = body("assistant_id", "input")
    found = in_groups(
        "watch_thread_run", path, "post", tags=["Runs"], requestBody=fields, responses={"200": media}
    )
    assert found == {
        "ABOUT_RUNS",
        "FOLLOWING_RUNS",
        "READ_BY_PAGES",
        "SLOW",
        "STARTING",
        "STARTING_ON_A_THREAD",
        "STARTING_RUNS",
        "STREAMING_RUNS",
        "WAITING_FOR_RUNS",
    }


def test_array_of_runs_starts_runs():
    assert "create_runs_batch" in operation_groups.STARTING_RUNS
    assert "create_runs_batch" not in operation_groups.STARTING


def test_clients_choose_the_ids_of_new_threads_and_assistants():
    chosen = {each.id: new_id_field(each) for each in OURS.operations if new_id_field(each)}
    assert chosen == {"create_thread": "thread_id", "create_assistant": "assistant_id"}


def test_group_reads_the_contract_once_and_at_the_first_use(monkeypatch):
    reads = []
    monkeypatch.setattr(operation_groups, "load", lambda: reads.append(OURS) or OURS)
    group = Group(lambda each, _: each.method == "DELETE") - Group(lambda each, _: each.area == "mcp")
    assert not reads
    assert "delete_thread" in group
    assert "delete_mcp" not in group
    assert len(reads) == 1
