"""Tests of `client.threads`."""

from uuid import uuid4

import pytest
from langgraph_sdk.errors import ConflictError, NotFoundError


def test_a_thread_has_the_fields_it_was_created_with(client):
    thread_id = str(uuid4())
    created = client.threads.create(thread_id=thread_id, metadata={"a": 1}, graph_id="agent")
    assert created["thread_id"] == thread_id
    assert created["metadata"] == {"a": 1, "graph_id": "agent"}
    assert created["status"] == "idle"
    assert client.threads.get(thread_id) == created


def test_an_existing_id_is_rejected_without_do_nothing(client, thread):
    with pytest.raises(ConflictError):
        client.threads.create(thread_id=thread)
    assert client.threads.create(thread_id=thread, if_exists="do_nothing")["thread_id"] == thread


def test_a_thread_returns_its_expiry_on_request(client):
    created = client.threads.create(ttl=60)
    assert client.threads.get(created["thread_id"], include=["ttl"])["ttl"]["ttl_minutes"] == 60
    assert "ttl" not in client.threads.get(created["thread_id"])


def test_a_thread_can_begin_with_supersteps(client, say):
    updates = [{"values": say("hello"), "as_node": "agent"}]
    created = client.threads.create(graph_id="agent", supersteps=[{"updates": updates}])
    values = client.threads.get_state(created["thread_id"])["values"]
    assert [message["content"] for message in values["messages"]] == ["hello"]


def test_an_update_merges_metadata(client):
    thread = client.threads.create(metadata={"a": 1, "b": 1})["thread_id"]
    assert client.threads.update(thread, metadata={"b": 2})["metadata"] == {"a": 1, "b": 2}
    assert client.threads.update(thread, metadata={"c": 3}, ttl=60, return_minimal=True) is None
    assert client.threads.get(thread)["metadata"] == {"a": 1, "b": 2, "c": 3}


def test_a_deleted_thread_is_gone(client, thread):
    client.threads.delete(thread)
    with pytest.raises(NotFoundError):
        client.threads.get(thread)


def test_search_filters_sorts_pages_selects_and_extracts(client, say):
    tag = {"tag": str(uuid4())}
    first, second = (client.threads.create(metadata={**tag, "n": n})["thread_id"] for n in (1, 2))
    client.runs.wait(first, "agent", input=say("hello"))

    def search(**kwargs):
        return [thread["thread_id"] for thread in client.threads.search(metadata=tag, **kwargs)]

    assert search() == [first, second]
    assert search(sort_by="created_at", sort_order="asc", limit=1) == [first]
    assert search(sort_by="created_at", sort_order="asc", offset=1) == [second]
    assert search(ids=[second]) == [second]
    assert search(status="busy") == []
    assert search(values={"nothing": 1}) == []
    assert client.threads.search(metadata=tag, ids=[second], select=["metadata"]) == [
        {"metadata": {**tag, "n": 2}}
    ]
    extracted = client.threads.search(
        metadata=tag, ids=[first], extract={"said": "values.messages[0].content"}
    )
    assert extracted[0]["extracted"] == {"said": "hello"}


def test_count_agrees_with_search(client):
    tag = {"tag": str(uuid4())}
    client.threads.create(metadata=tag)
    assert client.threads.count(metadata=tag) == 1
    assert client.threads.count(metadata=tag, status="idle") == 1
    assert client.threads.count(metadata=tag, values={"nothing": 1}) == 0


def test_a_copy_has_the_states_and_another_id(client, thread, say):
    client.runs.wait(thread, "agent", input=say("hello"))
    copy = client.threads.copy(thread)["thread_id"]
    assert copy != thread
    assert client.threads.get_state(copy)["values"] == client.threads.get_state(thread)["values"]
    assert client.runs.list(copy) == []


def test_prune_deletes_existing_threads(client, thread):
    assert client.threads.prune([thread, str(uuid4())])["pruned_count"] == 1
    with pytest.raises(NotFoundError):
        client.threads.get(thread)


def test_state_can_be_read_at_any_checkpoint_and_changed_from_there(client, thread, say):
    client.runs.wait(thread, "agent", input=say("hello"))
    state = client.threads.get_state(thread)
    assert state["next"] == []
    checkpoint = state["checkpoint"]
    assert client.threads.get_state(thread, checkpoint_id=checkpoint["checkpoint_id"]) == state
    assert client.threads.get_state(thread, checkpoint) == state
    assert client.threads.get_state(thread, subgraphs=True)["values"] == state["values"]
    put = client.threads.update_state(thread, say("and this"), checkpoint=checkpoint)
    changed = client.threads.get_state(thread)
    assert changed["checkpoint"] == put["checkpoint"]
    assert changed["parent_checkpoint"] == checkpoint
    assert changed["values"]["messages"][-1]["content"] == "and this"


def test_history_is_newest_first_and_can_be_read_in_pages(client, thread, say):
    client.runs.wait(thread, "agent", input=say("hello"))
    history = client.threads.get_history(thread)
    assert [state["metadata"]["step"] for state in history] == [1, 0, -1]
    before = history[0]["checkpoint"]
    assert client.threads.get_history(thread, limit=1, before=before) == [history[1]]
    inputs = client.threads.get_history(thread, metadata={"source": "input"})
    assert inputs == [history[-1]]
    assert client.threads.get_history(thread, limit=1, checkpoint={"checkpoint_ns": ""}) == [history[0]]


def test_a_thread_can_be_followed_through_all_its_runs(client, thread, say):
    runs = []
    for text in ("one", "two"):
        created = client.runs.create(thread, "agent", input=say(text), stream_resumable=True)
        client.runs.join(thread, created["run_id"])
        runs.append(created["run_id"])
    done = []
    stream = client.threads.join_stream(thread, last_event_id="-", stream_mode="run_modes")
    for part in stream:
        assert part.id
        if part.event == "metadata" and part.data.get("status") == "run_done":
            done.append(part.data["run_id"])
        if done == runs:
            stream.close()
            break
    assert done == runs
