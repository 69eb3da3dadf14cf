"""Threads: create, read, update, delete, copy, prune."""

from uuid import UUID

import pytest

from mockserver.errors import Conflict, InvalidRequest, NotFound, ThreadExists, ThreadNotFound

ID = "11111111-1111-4111-8111-111111111111"
OTHER_ID = "22222222-2222-4222-8222-222222222222"


def test_a_new_thread_is_idle_and_empty(ask):
    thread = ask.thread()
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


def test_create_returns_what_get_returns(ask):
    thread = ask.thread(metadata={"a": {"b": [1, None]}})
    assert ask.json("get_thread", thread_id=thread["thread_id"]) == thread


@pytest.mark.parametrize("given", [ID, ID.upper(), ID.replace("-", "")])
def test_a_given_id_is_kept_in_its_canonical_form(ask, given):
    assert ask.thread(thread_id=given)["thread_id"] == ID


def test_an_id_that_is_no_uuid_is_refused(ask):
    with pytest.raises(InvalidRequest, match=r"body\.thread_id"):
        ask.thread(thread_id="mine")


def test_metadata_that_only_the_server_writes_is_dropped(ask):
    metadata = {"thread_id": "x", "assistant_id": "x", "run_id": "x", "cron_id": "x", "graph_id": "agent"}
    thread = ask.thread(metadata=metadata)
    assert thread["metadata"] == {"graph_id": "agent"}
    updated = ask.json("update_thread", {"metadata": metadata}, thread_id=thread["thread_id"])
    assert updated["metadata"] == {"graph_id": "agent"}


def test_a_taken_id_is_a_conflict(ask):
    ask.thread(thread_id=ID)
    for body in ({}, {"if_exists": "raise"}):
        with pytest.raises(ThreadExists):
            ask.thread(thread_id=ID, **body)


def test_do_nothing_gives_the_stored_thread_unchanged(ask):
    stored = ask.thread(thread_id=ID, metadata={"a": 1})
    again = ask.thread(thread_id=ID.upper(), if_exists="do_nothing", metadata={"b": 2}, ttl={"ttl": 1})
    assert again == stored
    ask.clock.seconds = 61
    assert ask.json("get_thread", thread_id=ID) == stored


@pytest.mark.parametrize("if_exists", ["raise", "do_nothing"])
def test_another_owners_id_is_a_conflict_in_any_case(ask, if_exists):
    ask.thread(thread_id=ID, owner="bob")
    with pytest.raises(ThreadExists):
        ask.thread(thread_id=ID, if_exists=if_exists)


def test_no_credentials_are_an_owner_of_their_own(ask):
    ask.thread(thread_id=ID, owner="")
    with pytest.raises(ThreadNotFound):
        ask("get_thread", thread_id=ID)
    assert ask.json("get_thread", thread_id=ID, owner="")["thread_id"] == ID


def test_an_update_merges_metadata_at_top_level(ask):
    ask.thread(thread_id=ID, metadata={"a": {"x": 1}, "b": 1, "c": 1})
    updated = ask.json("update_thread", {"metadata": {"a": {"y": 2}, "c": None}}, thread_id=ID)
    assert updated["metadata"] == {"a": {"y": 2}, "b": 1, "c": None}
    assert ask.json("get_thread", thread_id=ID) == updated


def test_an_update_moves_updated_at_and_nothing_else(ask):
    thread = ask.thread(thread_id=ID)
    first = ask.json("update_thread", {}, thread_id=ID)
    second = ask.json("update_thread", {}, thread_id=ID)
    assert thread["updated_at"] < first["updated_at"] < second["updated_at"]
    assert {**second, "updated_at": thread["updated_at"]} == thread


def test_a_minimal_answer_is_empty_and_the_update_is_done(ask):
    ask.thread(thread_id=ID)
    response = ask(
        "update_thread", {"metadata": {"a": 1}}, thread_id=ID, headers={"prefer": "return=minimal"}
    )
    assert (response.status, response.body) == (204, None)
    assert ask.json("get_thread", thread_id=ID)["metadata"] == {"a": 1}


@pytest.mark.parametrize("value", ["\ud800", 2**64, -(2**63) - 1])
def test_what_json_cannot_carry_back_is_refused_and_not_stored(ask, value):
    thread = ask.thread(thread_id=ID)
    with pytest.raises(InvalidRequest):
        ask("update_thread", {"metadata": {"a": value}}, thread_id=ID)
    with pytest.raises(InvalidRequest):
        ask.thread(thread_id=OTHER_ID, metadata={value: 1} if isinstance(value, str) else {"a": value})
    assert ask.json("search_threads", {}) == [thread]


def test_a_deleted_thread_is_gone_with_its_history(ask):
    thread = ask.conversation("hi")
    response = ask("delete_thread", thread_id=thread["thread_id"])
    assert (response.status, response.body) == (204, None)
    with pytest.raises(ThreadNotFound):
        ask("delete_thread", thread_id=thread["thread_id"])
    ask.thread(thread_id=thread["thread_id"], metadata={"graph_id": "agent"})
    assert ask.history(thread) == []


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
def test_an_unknown_id_is_not_found_and_anothers_is_the_same(ask, operation, body, owner):
    if owner == "bob":
        ask.thread(thread_id=ID, owner="alice")
    with pytest.raises(ThreadNotFound):
        ask(operation, body, thread_id=ID, owner=owner)


def test_a_state_at_a_checkpoint_of_another_owner_is_not_found(ask):
    thread = ask.conversation("hi")
    checkpoint_id = ask.state(thread)["checkpoint_id"]
    with pytest.raises(ThreadNotFound):
        ask(
            "get_state_at_checkpoint",
            thread_id=thread["thread_id"],
            checkpoint_id=checkpoint_id,
            owner="bob",
        )


def test_a_copy_has_metadata_values_and_history_under_a_new_id(ask):
    thread = ask.conversation("one", "two")
    copy = ask.json("copy_thread", thread_id=thread["thread_id"])
    assert UUID(copy["thread_id"]).version == 4
    assert copy["metadata"] == thread["metadata"]
    assert [message["content"] for message in copy["values"]["messages"]] == ["one", "two"]
    assert copy["status"] == "idle"
    assert ask.json("get_thread", thread_id=copy["thread_id"]) == copy
    there, here = ask.history(thread), ask.history(copy)
    assert [state["values"] for state in here] == [state["values"] for state in there]
    assert [state["checkpoint_id"] for state in here] == [state["checkpoint_id"] for state in there]
    assert {state["metadata"]["thread_id"] for state in here} == {copy["thread_id"]}
    assert {state["checkpoint"]["thread_id"] for state in here} == {copy["thread_id"]}


def test_a_copy_is_independent(ask):
    thread = ask.conversation("one")
    before = ask.history(thread)
    copy = ask.json("copy_thread", thread_id=thread["thread_id"])
    ask.say(copy, "two")
    assert ask.history(thread) == before
    ask("delete_thread", thread_id=thread["thread_id"])
    assert len(ask.history(copy)) == 2


def test_a_copy_of_a_thread_without_state_has_none(ask):
    copy = ask.json("copy_thread", thread_id=ask.thread(metadata={"a": 1})["thread_id"])
    assert (copy["metadata"], copy["values"], ask.history(copy)) == ({"a": 1}, None, [])


@pytest.mark.parametrize("owner", ["alice", "bob"])
def test_a_copy_of_an_unknown_thread_is_a_conflict_and_of_anothers_too(ask, owner):
    if owner == "bob":
        ask.thread(thread_id=ID, owner="alice")
    with pytest.raises(Conflict) as refused:
        ask("copy_thread", thread_id=ID, owner=owner)
    assert refused.value.detail == "Conflict"


def test_prune_deletes_and_counts_those_that_there_are(ask):
    kept, gone = ask.thread(), ask.thread()
    body = {"thread_ids": [gone["thread_id"], gone["thread_id"].upper(), OTHER_ID]}
    assert ask.json("prune_threads", body) == {"pruned_count": 1}
    assert ask.json("search_threads", {}) == [kept]


def test_prune_of_nothing_prunes_nothing(ask):
    ask.thread()
    assert ask.json("prune_threads", {"thread_ids": []}) == {"pruned_count": 0}
    assert ask.json("count_threads", {}) == 1


def test_prune_with_anothers_thread_does_nothing(ask):
    mine, anothers = ask.thread(), ask.thread(owner="bob")
    with pytest.raises(NotFound):
        ask("prune_threads", {"thread_ids": [mine["thread_id"], anothers["thread_id"]]})
    assert ask.json("search_threads", {}) == [mine]


def test_prune_can_keep_the_latest_state(ask):
    thread = ask.conversation("one", "two", "three")
    stored, latest = ask.json("get_thread", thread_id=thread["thread_id"]), ask.state(thread)
    body = {"thread_ids": [thread["thread_id"]], "strategy": "keep_latest"}
    assert ask.json("prune_threads", body) == {"pruned_count": 1}
    assert ask.json("get_thread", thread_id=thread["thread_id"]) == stored
    assert ask.history(thread) == [{**latest, "parent_checkpoint": None, "parent_checkpoint_id": None}]
    ask.say(thread, "four")
    assert [len(state["values"]["messages"]) for state in ask.history(thread)] == [4, 3]


def test_prune_refuses_an_id_that_is_no_uuid(ask):
    with pytest.raises(InvalidRequest, match=r"body\.thread_ids"):
        ask("prune_threads", {"thread_ids": ["mine"]})


def test_a_thread_without_state_stores_nothing(ask):
    thread = ask.thread(thread_id=ID)
    nothing = {"count": 0, "bytes": 0}
    assert ask.json("get_thread_storage", thread_id=thread["thread_id"]) == {
        "thread_id": ID,
        "total_bytes": 0,
        "checkpoints": nothing,
        "channel_values": {**nothing, "by_channel": {}},
        "pending_writes": nothing,
    }


def test_storage_adds_up_and_grows_with_the_state(ask):
    thread = ask.conversation("one")
    small = ask.json("get_thread_storage", thread_id=thread["thread_id"])
    ask.say(thread, "two" * 1000)
    large = ask.json("get_thread_storage", thread_id=thread["thread_id"])
    parts = [large["checkpoints"], large["channel_values"], large["pending_writes"]]
    assert large["total_bytes"] == sum(part["bytes"] for part in parts)
    assert (small["checkpoints"]["count"], large["checkpoints"]["count"]) == (1, 2)
    assert large["channel_values"]["by_channel"]["messages"]["versions"] == 2
    assert large["total_bytes"] > small["total_bytes"] + 3000
