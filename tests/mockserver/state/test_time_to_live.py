"""Time to live: threads expire after that time without a change."""

from datetime import datetime, timedelta

import pytest

from mockserver.errors import ThreadNotFound


def after(time, *, minutes):
    return (datetime.fromisoformat(time) + timedelta(minutes=minutes)).isoformat(timespec="microseconds")


def test_time_to_live_is_returned_only_on_request(client):
    thread = client.thread(ttl={"ttl": 1, "strategy": "delete"})
    assert "ttl" not in thread
    thread_read = client.json("get_thread", thread_id=thread["thread_id"], query={"include": "ttl"})
    assert thread_read.pop("ttl") == {
        "strategy": "delete",
        "ttl_minutes": 1,
        "expires_at": after(thread["updated_at"], minutes=1),
    }
    assert thread_read == thread


def test_a_thread_without_a_time_to_live_returns_none(client):
    thread = client.thread()
    assert "ttl" not in client.json("get_thread", thread_id=thread["thread_id"], query={"include": "ttl"})


def test_a_thread_exists_until_it_expires(client):
    thread = client.conversation("hi")
    client("update_thread", {"ttl": {"ttl": 1}}, thread_id=thread["thread_id"])
    client.clock.seconds = 59.9
    assert client.json("count_threads", {}) == 1
    client.clock.seconds = 60
    assert client.json("count_threads", {}) == 0
    assert client.json("search_threads", {}) == []
    assert client.json("prune_threads", {"thread_ids": [thread["thread_id"]]}) == {"pruned_count": 0}
    for operation in ("get_thread", "get_state", "get_thread_storage", "delete_thread", "list_history"):
        with pytest.raises(ThreadNotFound):
            client(operation, thread_id=thread["thread_id"])


def test_an_expired_id_is_free_again_and_its_history_gone(client):
    thread = client.conversation("hi")
    client("update_thread", {"ttl": {"ttl": 1}}, thread_id=thread["thread_id"])
    client.clock.seconds = 60
    again = client.thread(thread_id=thread["thread_id"], metadata={"graph_id": "agent"}, owner="bob")
    assert client.json("search_history", {}, thread_id=again["thread_id"], owner="bob") == []


def test_a_change_renews_it(client):
    thread = client.thread(ttl={"ttl": 1})
    client.clock.seconds = 50
    client("update_thread", {}, thread_id=thread["thread_id"])
    client.clock.seconds = 100
    assert client.json("count_threads", {}) == 1
    client.clock.seconds = 110
    assert client.json("count_threads", {}) == 0


def test_keep_latest_ends_only_the_history(client):
    thread = client.conversation("one", "two")
    client("update_thread", {"ttl": {"ttl": 1, "strategy": "keep_latest"}}, thread_id=thread["thread_id"])
    latest = client.state(thread)
    client.clock.seconds = 61
    assert client.history(thread) == [{**latest, "parent_checkpoint": None, "parent_checkpoint_id": None}]


def test_a_patch_changes_only_its_fields(client):
    thread = client.thread(ttl={"ttl": 5})
    client("update_thread", {"ttl": {"strategy": "keep_latest"}}, thread_id=thread["thread_id"])
    ttl_read = client.json("get_thread", thread_id=thread["thread_id"], query={"include": "x, ttl"})["ttl"]
    assert (ttl_read["strategy"], ttl_read["ttl_minutes"]) == ("keep_latest", 5)


@pytest.mark.parametrize("ttl", [{}, {"strategy": "delete"}])
def test_a_time_to_live_without_minutes_never_expires(client, ttl):
    client.thread(ttl=ttl)
    client.clock.seconds = 1e12
    assert client.json("count_threads", {}) == 1


@pytest.mark.parametrize(("minutes", "end"), [(1e308, "9999-12-31T23:59:59.999999+00:00"), (0.5, None)])
def test_any_number_of_minutes_is_accepted(client, minutes, end):
    thread = client.thread(ttl={"ttl": minutes})
    ttl_read = client.json("get_thread", thread_id=thread["thread_id"], query={"include": "ttl"})["ttl"]
    assert ttl_read["expires_at"] == (end or after(thread["updated_at"], minutes=minutes))


@pytest.mark.parametrize("minutes", [0, -1, -1e308])
def test_a_time_to_live_that_is_not_positive_expires_at_once(client, minutes):
    client.thread(ttl={"ttl": minutes})
    assert client.json("count_threads", {}) == 0


def test_each_thread_expires_on_time(client):
    for minutes in (3, 1, 2):
        client.thread(ttl={"ttl": minutes}, metadata={"minutes": minutes})
    client.clock.seconds = 61
    assert {thread["metadata"]["minutes"] for thread in client.json("search_threads", {})} == {2, 3}
