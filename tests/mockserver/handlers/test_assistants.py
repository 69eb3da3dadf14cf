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


def read(ask, assistant_id=ID):
    return ask.json("get_assistant", assistant_id=assistant_id)


def changed(ask, **body):
    return ask.json("update_assistant", body, assistant_id=ID)


def versions(ask, assistant_id=ID, **body):
    return ask.json("list_assistant_versions", body, assistant_id=assistant_id)


def latest(ask, version):
    return ask.json("set_latest_assistant_version", {"version": version}, assistant_id=ID)


def test_a_new_assistant_is_untitled_and_not_configured(ask):
    assistant = ask.assistant()
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


def test_create_returns_what_get_returns(ask):
    body = {"name": "Ann", "description": "d", "metadata": {"a": [1, None]}, "config": {"tags": ["x"]}}
    assistant = ask.assistant(assistant_id=ID, **body)
    assert {name: assistant[name] for name in body} == body
    assert read(ask) == assistant


@pytest.mark.parametrize("given", [ID, ID.upper(), ID.replace("-", "")])
def test_a_given_id_is_kept_in_its_canonical_form(ask, given):
    assert ask.assistant(assistant_id=given)["assistant_id"] == ID


def test_an_empty_name_is_none(ask):
    assert ask.assistant(name="")["name"] == "Untitled"


def test_an_id_that_is_no_uuid_is_refused(ask):
    with pytest.raises(InvalidRequest, match=r"body\.assistant_id"):
        ask.assistant(assistant_id="mine")


def test_metadata_that_only_the_server_writes_is_dropped(ask):
    metadata = {"thread_id": "x", "assistant_id": "x", "run_id": "x", "cron_id": "x", "a": 1}
    assert ask.assistant(assistant_id=ID, metadata=metadata)["metadata"] == {"a": 1}
    assert changed(ask, metadata=metadata)["metadata"] == {"a": 1}


@pytest.mark.parametrize("graph_id", ["nobody", "", "AGENT"])
def test_a_graph_must_exist(ask, graph_id):
    ask.assistant(assistant_id=ID)
    for operation_id in ("create_assistant", "search_assistants", "count_assistants", "update_assistant"):
        with pytest.raises(GraphNotFound):
            ask(operation_id, {"graph_id": graph_id}, assistant_id=ID)


def test_a_taken_id_is_a_conflict(ask):
    ask.assistant(assistant_id=ID)
    for body in ({}, {"if_exists": "raise"}):
        with pytest.raises(AssistantExists):
            ask.assistant(assistant_id=ID, **body)


def test_do_nothing_gives_the_stored_assistant_unchanged(ask):
    stored = ask.assistant(assistant_id=ID, name="Ann")
    again = ask.assistant(assistant_id=ID.upper(), if_exists="do_nothing", name="Bob", metadata={"b": 2})
    assert again == stored == read(ask)


@pytest.mark.parametrize("if_exists", ["raise", "do_nothing"])
def test_another_owners_id_is_a_conflict_in_any_case(ask, if_exists):
    ask.assistant(assistant_id=ID, owner="bob")
    with pytest.raises(AssistantExists):
        ask.assistant(assistant_id=ID, if_exists=if_exists)


@pytest.mark.parametrize("body", [{"context": {"a": 1}}, {"config": {"configurable": {"a": 1}}}])
def test_context_and_configurable_say_the_same(ask, body):
    both = {"config": {"configurable": {"a": 1}}, "context": {"a": 1}}
    assert ask.assistant(assistant_id=ID, **body).items() >= both.items()
    changed(ask, context={"other": 1})
    assert changed(ask, **body).items() >= both.items()


def test_both_at_once_are_refused_and_nothing_is_changed(ask):
    both = {"config": {"configurable": {"a": 1}}, "context": {"a": 1}}
    with pytest.raises(BadRequest):
        ask.assistant(assistant_id=ID, **both)
    assistant = ask.assistant(assistant_id=ID)
    with pytest.raises(BadRequest):
        changed(ask, **both)
    assert read(ask) == assistant


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
def test_what_is_given_of_the_configuration_replaces_what_there_was(ask, body, config, context):
    ask.assistant(assistant_id=ID, config={"tags": ["x"], "configurable": {"a": 1}})
    updated = changed(ask, **body)
    assert (updated["config"], updated["context"]) == (config, context)


def test_an_update_merges_metadata_at_top_level(ask):
    ask.assistant(assistant_id=ID, metadata={"a": {"x": 1}, "b": 1, "c": 1})
    updated = changed(ask, metadata={"a": {"y": 2}, "c": None})
    assert updated["metadata"] == {"a": {"y": 2}, "b": 1, "c": None}
    assert read(ask) == updated


def test_an_update_changes_what_is_given_and_nothing_else(ask):
    assistant = ask.assistant(assistant_id=ID, name="Ann", description="d")
    renamed = changed(ask, name="Bob")
    assert renamed["updated_at"] > assistant["updated_at"]
    was = {name: assistant[name] for name in ("name", "updated_at", "version")}
    assert {**renamed, **was} == assistant


def test_every_update_is_a_version_even_an_empty_one(ask):
    first = ask.assistant(assistant_id=ID)
    second, third = changed(ask), changed(ask, name="Bob")
    assert [first["version"], second["version"], third["version"]] == [1, 2, 3]
    assert [version["version"] for version in versions(ask)] == [3, 2, 1]
    assert [version["name"] for version in versions(ask)] == ["Bob", "Untitled", "Untitled"]


def test_a_version_says_when_it_was_made_and_no_more(ask):
    first = ask.assistant(assistant_id=ID)
    second = changed(ask)
    newest, oldest = versions(ask)
    assert "updated_at" not in newest
    assert newest["created_at"] == second["updated_at"]
    assert oldest == {name: value for name, value in first.items() if name != "updated_at"}


def test_versions_come_in_pages_and_by_metadata(ask):
    ask.assistant(assistant_id=ID)
    for n in range(11):
        changed(ask, metadata={"n": n})

    def numbers(**body):
        return [version["version"] for version in versions(ask, **body)]

    assert numbers() == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]
    assert numbers(limit=2, offset=1) == [11, 10]
    assert numbers(limit=2.0, offset=11.0) == [1]
    assert numbers(offset=2**70) == []
    assert numbers(metadata={"n": 3}) == [5]


def test_an_earlier_version_can_be_the_latest_again_with_all_that_it_was(ask):
    first = ask.assistant(assistant_id=ID, name="Ann", context={"a": 1}, metadata={"m": 1})
    changed(ask, name="Bob", context={"b": 2}, metadata={"n": 2}, description="d")
    again = latest(ask, 1)
    assert again["updated_at"] > first["updated_at"]
    assert {**again, "updated_at": first["updated_at"]} == first
    assert read(ask) == again


def test_the_next_update_of_an_earlier_version_has_a_new_number(ask):
    ask.assistant(assistant_id=ID, name="one")
    changed(ask, name="two")
    latest(ask, 1)
    assert [version["version"] for version in versions(ask)] == [2, 1]
    third = changed(ask, description="d")
    assert (third["version"], third["name"]) == (3, "one")


def test_a_version_that_was_the_latest_again_keeps_its_time(ask):
    ask.assistant(assistant_id=ID)
    changed(ask)
    before = versions(ask)
    latest(ask, 1)
    assert versions(ask) == before


@pytest.mark.parametrize("version", [0, 3, -1])
def test_an_unknown_version_is_not_found(ask, version):
    assistant = ask.assistant(assistant_id=ID)
    with pytest.raises(NotFound):
        latest(ask, version)
    assert read(ask) == assistant


@pytest.mark.parametrize("value", ["\ud800", 2**64])
@pytest.mark.parametrize("field", ["metadata", "context", "config"])
def test_what_json_cannot_carry_back_is_refused_and_not_stored(ask, field, value):
    assistant = ask.assistant(assistant_id=ID)
    with pytest.raises(InvalidRequest):
        changed(ask, **{field: {"a": value}})
    with pytest.raises(InvalidRequest):
        ask.assistant(assistant_id=OTHER_ID, **{field: {"a": value}})
    assert read(ask) == assistant
    assert len(versions(ask)) == 1
    assert ask.json("search_assistants", {"name": "Untitled"}) == [assistant]


def test_a_deleted_assistant_is_gone_with_its_versions(ask):
    ask.assistant(assistant_id=ID)
    changed(ask)
    response = ask("delete_assistant", assistant_id=ID)
    assert (response.status, response.body) == (204, None)
    with pytest.raises(AssistantNotFound):
        ask("delete_assistant", assistant_id=ID)
    ask.assistant(assistant_id=ID)
    assert len(versions(ask)) == 1


def test_its_threads_stay_unless_they_are_to_be_deleted(ask):
    def thread_of(assistant_id, owner="alice"):
        thread = ask.thread(owner=owner)
        there = ask.world.threads.get(owner, thread["thread_id"])
        ask.world.threads.mark_busy(there, metadata={"assistant_id": assistant_id})
        return thread["thread_id"]

    _gone, kept, anothers = thread_of(ID), thread_of(OTHER_ID), thread_of(ID, owner="bob")
    ask.assistant(assistant_id=ID)
    ask("delete_assistant", assistant_id=ID)
    assert ask.json("count_threads", {}) == 2
    ask.assistant(assistant_id=ID)
    ask("delete_assistant", assistant_id=ID, query={"delete_threads": True})
    assert [thread["thread_id"] for thread in ask.json("search_threads", {})] == [kept]
    assert ask.json("get_thread", thread_id=anothers, owner="bob")["thread_id"] == anothers


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
def test_an_unknown_id_is_not_found_and_anothers_is_the_same(ask, operation, body, owner):
    if owner == "bob":
        ask.assistant(assistant_id=ID, owner="alice")
    with pytest.raises(AssistantNotFound):
        ask(operation, body, assistant_id=ID, owner=owner)


@pytest.mark.parametrize(
    "config", [{"configurable": 5}, {"tags": "red"}, {"tags": [5]}, {"recursion_limit": "far"}]
)
def test_a_config_that_no_run_could_have_is_refused(mock, config):
    refused = mock()("POST", "/assistants", {"graph_id": "agent", "config": config})
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith(f"body.config.{next(iter(config))}")


def test_each_graph_has_a_system_assistant_that_every_owner_sees(ask):
    for owner in ("alice", "bob", ""):
        assistant = ask.json("get_assistant", assistant_id=SYSTEM_ID, owner=owner)
        assert assistant["metadata"] == {"created_by": "system"}
        assert (assistant["graph_id"], assistant["name"], assistant["version"]) == ("agent", "agent", 1)
        assert assistant in ask.json("search_assistants", {"graph_id": "agent"}, owner=owner)


def test_the_name_of_a_graph_stands_for_its_system_assistant(ask):
    assert ask.world.assistants.resolve("alice", "agent").assistant_id == SYSTEM_ID
    assert ask.world.assistants.resolve("alice", SYSTEM_ID.upper()).assistant_id == SYSTEM_ID
    with pytest.raises(InvalidRequest, match=r"body\.assistant_id: 'nobody' is neither"):
        ask.world.assistants.resolve("alice", "nobody")
    with pytest.raises(AssistantNotFound):
        ask.world.assistants.resolve("alice", ID)


def test_a_deleted_system_assistant_is_gone_until_its_graph_is_run_again(ask):
    system = read(ask, SYSTEM_ID)
    ask("update_assistant", {"name": "mine"}, assistant_id=SYSTEM_ID)
    ask("delete_assistant", assistant_id=SYSTEM_ID)
    with pytest.raises(AssistantNotFound):
        read(ask, SYSTEM_ID)
    ask.world.assistants.resolve("alice", "agent")
    assert read(ask, SYSTEM_ID) == system
