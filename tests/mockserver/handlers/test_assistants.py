"""Assistants: create, read, update, delete, versions."""

from uuid import UUID

import pytest

from mockserver.errors import (
    AssistantExists,
    AssistantNotFound,
    BadRequest,
    GraphNotFound,
    InvalidRequest,
    NotFound,
)

ID = "11111111-1111-4111-8111-111111111111"
OTHER_ID = "22222222-2222-4222-8222-222222222222"
SYSTEM_ID = "fe096781-5601-53d2-b2f6-0d3403f7e9ca"
"""Id that the reference server gives to the assistant of the graph `agent`."""


def read(client, assistant_id=ID):
    return client.json("get_assistant", assistant_id=assistant_id)


def changed(client, **body):
    return client.json("update_assistant", body, assistant_id=ID)


def versions(client, assistant_id=ID, **body):
    return client.json("list_assistant_versions", body, assistant_id=assistant_id)


def latest(client, version):
    return client.json("set_latest_assistant_version", {"version": version}, assistant_id=ID)


def test_a_new_assistant_is_untitled_and_not_configured(client):
    assistant = client.assistant()
    now = assistant["created_at"]
    assert UUID(assistant.pop("assistant_id")).version == 4
    assert assistant == {
        "graph_id": "agent",
        "config": {},
        "context": {},
        "metadata": {},
        "name": "Untitled",
        "description": None,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }


def test_create_and_get_return_the_same(client):
    body = {"name": "Ann", "description": "d", "metadata": {"a": [1, None]}, "config": {"tags": ["x"]}}
    assistant = client.assistant(assistant_id=ID, **body)
    assert {name: assistant[name] for name in body} == body
    assert read(client) == assistant


@pytest.mark.parametrize("assistant_id", [ID, ID.upper(), ID.replace("-", "")])
def test_a_client_id_is_stored_in_canonical_form(client, assistant_id):
    assert client.assistant(assistant_id=assistant_id)["assistant_id"] == ID


def test_an_empty_name_is_none(client):
    assert client.assistant(name="")["name"] == "Untitled"


def test_an_id_that_is_not_a_uuid_is_rejected(client):
    with pytest.raises(InvalidRequest, match=r"body\.assistant_id"):
        client.assistant(assistant_id="mine")


def test_metadata_that_only_the_server_writes_is_dropped(client):
    metadata = {"thread_id": "x", "assistant_id": "x", "run_id": "x", "cron_id": "x", "a": 1}
    assert client.assistant(assistant_id=ID, metadata=metadata)["metadata"] == {"a": 1}
    assert changed(client, metadata=metadata)["metadata"] == {"a": 1}


@pytest.mark.parametrize("graph_id", ["nobody", "", "AGENT"])
def test_a_graph_must_exist(client, graph_id):
    client.assistant(assistant_id=ID)
    for operation_id in ("create_assistant", "search_assistants", "count_assistants", "update_assistant"):
        with pytest.raises(GraphNotFound):
            client(operation_id, {"graph_id": graph_id}, assistant_id=ID)


def test_a_taken_id_is_a_conflict(client):
    client.assistant(assistant_id=ID)
    for body in ({}, {"if_exists": "raise"}):
        with pytest.raises(AssistantExists):
            client.assistant(assistant_id=ID, **body)


def test_do_nothing_gives_the_stored_assistant_unchanged(client):
    stored = client.assistant(assistant_id=ID, name="Ann")
    again = client.assistant(assistant_id=ID.upper(), if_exists="do_nothing", name="Bob", metadata={"b": 2})
    assert again == stored == read(client)


@pytest.mark.parametrize("if_exists", ["raise", "do_nothing"])
def test_another_owners_id_is_a_conflict_in_any_case(client, if_exists):
    client.assistant(assistant_id=ID, owner="bob")
    with pytest.raises(AssistantExists):
        client.assistant(assistant_id=ID, if_exists=if_exists)


@pytest.mark.parametrize("body", [{"context": {"a": 1}}, {"config": {"configurable": {"a": 1}}}])
def test_context_and_configurable_are_equal(client, body):
    both = {"config": {"configurable": {"a": 1}}, "context": {"a": 1}}
    assert client.assistant(assistant_id=ID, **body).items() >= both.items()
    changed(client, context={"other": 1})
    assert changed(client, **body).items() >= both.items()


def test_context_and_configurable_together_are_rejected(client):
    both = {"config": {"configurable": {"a": 1}}, "context": {"a": 1}}
    with pytest.raises(BadRequest):
        client.assistant(assistant_id=ID, **both)
    assistant = client.assistant(assistant_id=ID)
    with pytest.raises(BadRequest):
        changed(client, **both)
    assert read(client) == assistant


@pytest.mark.parametrize(
    ("body", "config", "context"),
    [
        ({}, {"tags": ["x"], "configurable": {"a": 1}}, {"a": 1}),
        ({"config": {}}, {"tags": ["x"], "configurable": {"a": 1}}, {"a": 1}),
        ({"config": {"recursion_limit": 5}}, {"recursion_limit": 5}, {}),
        ({"config": {"configurable": {"b": 2}}}, {"configurable": {"b": 2}}, {"b": 2}),
        ({"context": {"b": 2}}, {"tags": ["x"], "configurable": {"b": 2}}, {"b": 2}),
        ({"context": {}}, {"tags": ["x"]}, {}),
        ({"config": {"tags": []}, "context": {"b": 2}}, {"tags": [], "configurable": {"b": 2}}, {"b": 2}),
    ],
)
def test_a_new_configuration_replaces_the_old_one(client, body, config, context):
    client.assistant(assistant_id=ID, config={"tags": ["x"], "configurable": {"a": 1}})
    updated = changed(client, **body)
    assert (updated["config"], updated["context"]) == (config, context)


def test_an_update_merges_metadata_at_top_level(client):
    client.assistant(assistant_id=ID, metadata={"a": {"x": 1}, "b": 1, "c": 1})
    updated = changed(client, metadata={"a": {"y": 2}, "c": None})
    assert updated["metadata"] == {"a": {"y": 2}, "b": 1, "c": None}
    assert read(client) == updated


def test_an_update_changes_only_the_fields_sent(client):
    assistant = client.assistant(assistant_id=ID, name="Ann", description="d")
    renamed = changed(client, name="Bob")
    assert renamed["updated_at"] > assistant["updated_at"]
    was = {name: assistant[name] for name in ("name", "updated_at", "version")}
    assert {**renamed, **was} == assistant


def test_every_update_is_a_version_even_an_empty_one(client):
    first = client.assistant(assistant_id=ID)
    second, third = changed(client), changed(client, name="Bob")
    assert [first["version"], second["version"], third["version"]] == [1, 2, 3]
    assert [version["version"] for version in versions(client)] == [3, 2, 1]
    assert [version["name"] for version in versions(client)] == ["Bob", "Untitled", "Untitled"]


def test_a_version_has_created_at_but_no_updated_at(client):
    first = client.assistant(assistant_id=ID)
    second = changed(client)
    newest, oldest = versions(client)
    assert "updated_at" not in newest
    assert newest["created_at"] == second["updated_at"]
    assert oldest == {name: value for name, value in first.items() if name != "updated_at"}


def test_versions_are_paginated_and_filtered_by_metadata(client):
    client.assistant(assistant_id=ID)
    for n in range(11):
        changed(client, metadata={"n": n})

    def numbers(**body):
        return [version["version"] for version in versions(client, **body)]

    assert numbers() == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]
    assert numbers(limit=2, offset=1) == [11, 10]
    assert numbers(limit=2.0, offset=11.0) == [1]
    assert numbers(offset=2**70) == []
    assert numbers(metadata={"n": 3}) == [5]


def test_an_earlier_version_can_be_the_latest_again_with_all_that_it_was(client):
    first = client.assistant(assistant_id=ID, name="Ann", context={"a": 1}, metadata={"m": 1})
    changed(client, name="Bob", context={"b": 2}, metadata={"n": 2}, description="d")
    again = latest(client, 1)
    assert again["updated_at"] > first["updated_at"]
    assert {**again, "updated_at": first["updated_at"]} == first
    assert read(client) == again


def test_the_next_update_of_an_earlier_version_has_a_new_number(client):
    client.assistant(assistant_id=ID, name="one")
    changed(client, name="two")
    latest(client, 1)
    assert [version["version"] for version in versions(client)] == [2, 1]
    third = changed(client, description="d")
    assert (third["version"], third["name"]) == (3, "one")


def test_a_version_that_was_the_latest_again_keeps_its_time(client):
    client.assistant(assistant_id=ID)
    changed(client)
    before = versions(client)
    latest(client, 1)
    assert versions(client) == before


@pytest.mark.parametrize("version", [0, 3, -1])
def test_an_unknown_version_is_not_found(client, version):
    assistant = client.assistant(assistant_id=ID)
    with pytest.raises(NotFound):
        latest(client, version)
    assert read(client) == assistant


@pytest.mark.parametrize("value", ["\ud800", 2**64])
@pytest.mark.parametrize("field", ["metadata", "context", "config"])
def test_values_without_a_json_form_are_rejected(client, field, value):
    assistant = client.assistant(assistant_id=ID)
    with pytest.raises(InvalidRequest):
        changed(client, **{field: {"a": value}})
    with pytest.raises(InvalidRequest):
        client.assistant(assistant_id=OTHER_ID, **{field: {"a": value}})
    assert read(client) == assistant
    assert len(versions(client)) == 1
    assert client.json("search_assistants", {"name": "Untitled"}) == [assistant]


def test_a_deleted_assistant_is_gone_with_its_versions(client):
    client.assistant(assistant_id=ID)
    changed(client)
    response = client("delete_assistant", assistant_id=ID)
    assert (response.status, response.body) == (204, None)
    with pytest.raises(AssistantNotFound):
        client("delete_assistant", assistant_id=ID)
    client.assistant(assistant_id=ID)
    assert len(versions(client)) == 1


def test_the_threads_of_a_deleted_assistant_stay_by_default(client):
    def thread_of(assistant_id, owner="alice"):
        thread = client.thread(owner=owner)
        stored = client.world.threads.get(owner, thread["thread_id"])
        client.world.threads.mark_busy(stored, metadata={"assistant_id": assistant_id})
        return thread["thread_id"]

    _gone, remaining, foreign = thread_of(ID), thread_of(OTHER_ID), thread_of(ID, owner="bob")
    client.assistant(assistant_id=ID)
    client("delete_assistant", assistant_id=ID)
    assert client.json("count_threads", {}) == 2
    client.assistant(assistant_id=ID)
    client("delete_assistant", assistant_id=ID, query={"delete_threads": True})
    assert [thread["thread_id"] for thread in client.json("search_threads", {})] == [remaining]
    assert client.json("get_thread", thread_id=foreign, owner="bob")["thread_id"] == foreign


@pytest.mark.parametrize("owner", ["alice", "bob"])
@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("get_assistant", None),
        ("update_assistant", {}),
        ("delete_assistant", None),
        ("list_assistant_versions", {}),
        ("set_latest_assistant_version", {"version": 1}),
        ("get_assistant_graph", None),
        ("get_assistant_schemas", None),
        ("get_assistant_subgraphs", None),
    ],
)
def test_unknown_and_foreign_ids_are_not_found(client, operation, body, owner):
    if owner == "bob":
        client.assistant(assistant_id=ID, owner="alice")
    with pytest.raises(AssistantNotFound):
        client(operation, body, assistant_id=ID, owner=owner)


@pytest.mark.parametrize(
    "config", [{"configurable": 5}, {"tags": "red"}, {"tags": [5]}, {"recursion_limit": "far"}]
)
def test_an_invalid_config_is_rejected(mock, config):
    response = mock()("POST", "/assistants", {"graph_id": "agent", "config": config})
    assert response.status_code == 422
    assert response.json()["detail"].startswith(f"body.config.{next(iter(config))}")


def test_each_graph_has_a_system_assistant_that_every_owner_sees(client):
    for owner in ("alice", "bob", ""):
        assistant = client.json("get_assistant", assistant_id=SYSTEM_ID, owner=owner)
        assert assistant["metadata"] == {"created_by": "system"}
        assert (assistant["graph_id"], assistant["name"], assistant["version"]) == ("agent", "agent", 1)
        assert assistant in client.json("search_assistants", {"graph_id": "agent"}, owner=owner)


def test_the_name_of_a_graph_stands_for_its_system_assistant(client):
    assert client.world.assistants.resolve("alice", "agent").assistant_id == SYSTEM_ID
    assert client.world.assistants.resolve("alice", SYSTEM_ID.upper()).assistant_id == SYSTEM_ID
    with pytest.raises(InvalidRequest, match=r"body\.assistant_id: 'nobody' is neither"):
        client.world.assistants.resolve("alice", "nobody")
    with pytest.raises(AssistantNotFound):
        client.world.assistants.resolve("alice", ID)


def test_a_deleted_system_assistant_is_gone_until_its_graph_is_run_again(client):
    system = read(client, SYSTEM_ID)
    client("update_assistant", {"name": "mine"}, assistant_id=SYSTEM_ID)
    client("delete_assistant", assistant_id=SYSTEM_ID)
    with pytest.raises(AssistantNotFound):
        read(client, SYSTEM_ID)
    client.world.assistants.resolve("alice", "agent")
    assert read(client, SYSTEM_ID) == system
