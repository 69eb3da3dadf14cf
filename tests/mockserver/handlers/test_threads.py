"""Threads: create, read, update, delete, copy, prune."""

from uuid import UUID

import pytest

from mockserver.errors import Conflict, InvalidRequest, NotFound, ThreadExists, ThreadNotFound

ID = "11111111-1111-4111-8111-111111111111"
OTHER_ID = "22222222-2222-4222-8222-222222222222"


def test_a_new_thread_is_idle_and_empty(client):
    thread = client.thread()
    now = thread["created_at"]
    assert UUID(thread.pop("thread_id")).version == 7
    assert thread == {
        "created_at": now,
        "updated_at": now,
        "state_updated_at": now,
        "metadata": {},
        "config": {},
        "status": "idle",
        "values": None,
        "interrupts": {},
        "error": None,
    }


def test_create_and_get_return_the_same(client):
    thread = client.thread(metadata={"a": {"b": [1, None]}})
    assert client.json("get_thread", thread_id=thread["thread_id"]) == thread


@pytest.mark.parametrize("thread_id", [ID, ID.upper(), ID.replace("-", "")])
def test_a_client_id_is_stored_in_canonical_form(client, thread_id):
    assert client.thread(thread_id=thread_id)["thread_id"] == ID


def test_an_id_that_is_not_a_uuid_is_rejected(client):
    with pytest.raises(InvalidRequest, match=r"body\.thread_id"):
        client.thread(thread_id="mine")


def test_metadata_that_only_the_server_writes_is_dropped(client):
    metadata = {"thread_id": "x", "assistant_id": "x", "run_id": "x", "cron_id": "x", "graph_id": "agent"}
    thread = client.thread(metadata=metadata)
    assert thread["metadata"] == {"graph_id": "agent"}
    updated = client.json("update_thread", {"metadata": metadata}, thread_id=thread["thread_id"])
    assert updated["metadata"] == {"graph_id": "agent"}


def test_a_taken_id_is_a_conflict(client):
    client.thread(thread_id=ID)
    for body in ({}, {"if_exists": "raise"}):
        with pytest.raises(ThreadExists):
            client.thread(thread_id=ID, **body)


def test_do_nothing_gives_the_stored_thread_unchanged(client):
    stored = client.thread(thread_id=ID, metadata={"a": 1})
    again = client.thread(thread_id=ID.upper(), if_exists="do_nothing", metadata={"b": 2}, ttl={"ttl": 1})
    assert again == stored
    client.clock.seconds = 61
    assert client.json("get_thread", thread_id=ID) == stored


@pytest.mark.parametrize("if_exists", ["raise", "do_nothing"])
def test_another_owners_id_is_a_conflict_in_any_case(client, if_exists):
    client.thread(thread_id=ID, owner="bob")
    with pytest.raises(ThreadExists):
        client.thread(thread_id=ID, if_exists=if_exists)


def test_requests_without_credentials_share_one_owner(client):
    client.thread(thread_id=ID, owner="")
    with pytest.raises(ThreadNotFound):
        client("get_thread", thread_id=ID)
    assert client.json("get_thread", thread_id=ID, owner="")["thread_id"] == ID


def test_an_update_merges_metadata_at_top_level(client):
    client.thread(thread_id=ID, metadata={"a": {"x": 1}, "b": 1, "c": 1})
    updated = client.json("update_thread", {"metadata": {"a": {"y": 2}, "c": None}}, thread_id=ID)
    assert updated["metadata"] == {"a": {"y": 2}, "b": 1, "c": None}
    assert client.json("get_thread", thread_id=ID) == updated


def test_an_update_changes_only_updated_at(client):
    thread = client.thread(thread_id=ID)
    first = client.json("update_thread", {}, thread_id=ID)
    second = client.json("update_thread", {}, thread_id=ID)
    assert thread["updated_at"] < first["updated_at"] < second["updated_at"]
    assert {**second, "updated_at": thread["updated_at"]} == thread


def test_prefer_minimal_returns_an_empty_body(client):
    client.thread(thread_id=ID)
    response = client(
        "update_thread", {"metadata": {"a": 1}}, thread_id=ID, headers={"prefer": "return=minimal"}
    )
    assert (response.status, response.body) == (204, None)
    assert client.json("get_thread", thread_id=ID)["metadata"] == {"a": 1}


@pytest.mark.parametrize("value", ["\ud800", 2**64, -(2**63) - 1])
def test_values_without_a_json_form_are_rejected(client, value):
    thread = client.thread(thread_id=ID)
    with pytest.raises(InvalidRequest):
        client("update_thread", {"metadata": {"a": value}}, thread_id=ID)
    with pytest.raises(InvalidRequest):
        client.thread(thread_id=OTHER_ID, metadata={value: 1} if isinstance(value, str) else {"a": value})
    assert client.json("search_threads", {}) == [thread]


def test_a_deleted_thread_is_gone_with_its_history(client):
    thread = client.conversation("hi")
    response = client("delete_thread", thread_id=thread["thread_id"])
    assert (response.status, response.body) == (204, None)
    with pytest.raises(ThreadNotFound):
        client("delete_thread", thread_id=thread["thread_id"])
    client.thread(thread_id=thread["thread_id"], metadata={"graph_id": "agent"})
    assert client.history(thread) == []


@pytest.mark.parametrize("owner", ["alice", "bob"])
@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("get_thread", None),
        ("update_thread", {}),
        ("delete_thread", None),
        ("get_thread_storage", None),
        ("get_state", None),
        ("update_state", {"values": {}}),
        ("find_state_at_checkpoint", {"checkpoint": {}}),
        ("list_history", None),
        ("search_history", {}),
    ],
)
def test_unknown_and_foreign_ids_are_not_found(client, operation, body, owner):
    if owner == "bob":
        client.thread(thread_id=ID, owner="alice")
    with pytest.raises(ThreadNotFound):
        client(operation, body, thread_id=ID, owner=owner)


def test_a_state_at_a_checkpoint_of_another_owner_is_not_found(client):
    thread = client.conversation("hi")
    checkpoint_id = client.state(thread)["checkpoint_id"]
    with pytest.raises(ThreadNotFound):
        client(
            "get_state_at_checkpoint",
            thread_id=thread["thread_id"],
            checkpoint_id=checkpoint_id,
            owner="bob",
        )


def test_a_copy_has_metadata_values_and_history_under_a_new_id(client):
    thread = client.conversation("one", "two")
    copy = client.json("copy_thread", thread_id=thread["thread_id"])
    assert UUID(copy["thread_id"]).version == 4
    assert copy["metadata"] == thread["metadata"]
    assert [message["content"] for message in copy["values"]["messages"]] == ["one", "two"]
    assert copy["status"] == "idle"
    assert client.json("get_thread", thread_id=copy["thread_id"]) == copy
    original, copied = client.history(thread), client.history(copy)
    assert [state["values"] for state in copied] == [state["values"] for state in original]
    assert [state["checkpoint_id"] for state in copied] == [state["checkpoint_id"] for state in original]
    assert {state["metadata"]["thread_id"] for state in copied} == {copy["thread_id"]}
    assert {state["checkpoint"]["thread_id"] for state in copied} == {copy["thread_id"]}


def test_a_copy_is_independent(client):
    thread = client.conversation("one")
    before = client.history(thread)
    copy = client.json("copy_thread", thread_id=thread["thread_id"])
    client.add_message(copy, "two")
    assert client.history(thread) == before
    client("delete_thread", thread_id=thread["thread_id"])
    assert len(client.history(copy)) == 2


def test_a_copy_of_a_thread_without_state_has_none(client):
    copy = client.json("copy_thread", thread_id=client.thread(metadata={"a": 1})["thread_id"])
    assert (copy["metadata"], copy["values"], client.history(copy)) == ({"a": 1}, None, [])


@pytest.mark.parametrize("owner", ["alice", "bob"])
def test_a_copy_of_an_unknown_or_foreign_thread_is_a_conflict(client, owner):
    if owner == "bob":
        client.thread(thread_id=ID, owner="alice")
    with pytest.raises(Conflict) as raised:
        client("copy_thread", thread_id=ID, owner=owner)
    assert raised.value.detail == "Conflict"


def test_prune_deletes_and_counts_existing_threads(client):
    remaining, gone = client.thread(), client.thread()
    body = {"thread_ids": [gone["thread_id"], gone["thread_id"].upper(), OTHER_ID]}
    assert client.json("prune_threads", body) == {"pruned_count": 1}
    assert client.json("search_threads", {}) == [remaining]


def test_prune_of_nothing_prunes_nothing(client):
    client.thread()
    assert client.json("prune_threads", {"thread_ids": []}) == {"pruned_count": 0}
    assert client.json("count_threads", {}) == 1


def test_prune_with_a_foreign_thread_does_nothing(client):
    own, foreign = client.thread(), client.thread(owner="bob")
    with pytest.raises(NotFound):
        client("prune_threads", {"thread_ids": [own["thread_id"], foreign["thread_id"]]})
    assert client.json("search_threads", {}) == [own]


def test_prune_can_keep_the_latest_state(client):
    thread = client.conversation("one", "two", "three")
    stored, latest = client.json("get_thread", thread_id=thread["thread_id"]), client.state(thread)
    body = {"thread_ids": [thread["thread_id"]], "strategy": "keep_latest"}
    assert client.json("prune_threads", body) == {"pruned_count": 1}
    assert client.json("get_thread", thread_id=thread["thread_id"]) == stored
    assert client.history(thread) == [{**latest, "parent_checkpoint": None, "parent_checkpoint_id": None}]
    client.add_message(thread, "four")
    assert [len(state["values"]["messages"]) for state in client.history(thread)] == [4, 3]


def test_prune_rejects_an_id_that_is_not_a_uuid(client):
    with pytest.raises(InvalidRequest, match=r"body\.thread_ids"):
        client("prune_threads", {"thread_ids": ["mine"]})


def test_a_thread_without_state_stores_nothing(client):
    thread = client.thread(thread_id=ID)
    nothing = {"count": 0, "bytes": 0}
    assert client.json("get_thread_storage", thread_id=thread["thread_id"]) == {
        "thread_id": ID,
        "total_bytes": 0,
        "checkpoints": nothing,
        "channel_values": {**nothing, "by_channel": {}},
        "pending_writes": nothing,
    }


def test_storage_adds_up_and_grows_with_the_state(client):
    thread = client.conversation("one")
    small = client.json("get_thread_storage", thread_id=thread["thread_id"])
    client.add_message(thread, "two" * 1000)
    large = client.json("get_thread_storage", thread_id=thread["thread_id"])
    parts = [large["checkpoints"], large["channel_values"], large["pending_writes"]]
    assert large["total_bytes"] == sum(part["bytes"] for part in parts)
    assert (small["checkpoints"]["count"], large["checkpoints"]["count"]) == (1, 2)
    assert large["channel_values"]["by_channel"]["messages"]["versions"] == 2
    assert large["total_bytes"] > small["total_bytes"] + 3000
