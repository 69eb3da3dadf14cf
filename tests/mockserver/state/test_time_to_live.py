"""Time to live: threads expire after that time without a change."""

from datetime import datetime, timedelta

import pytest

from mockserver.errors import ThreadNotFound


def after(time, *, minutes):
    return (datetime.fromisoformat(time) + timedelta(minutes=minutes)).isoformat(timespec="microseconds")


def test_it_is_told_only_to_who_asks(ask):
    thread = ask.thread(ttl={"ttl": 1, "strategy": "delete"})
    assert "ttl" not in thread
    told = ask.json("get_thread", thread_id=thread["thread_id"], query={"include": "ttl"})
    assert told.pop("ttl") == {
        "strategy": "delete",
        "ttl_minutes": 1,
        "expires_at": after(thread["updated_at"], minutes=1),
    }
    assert told == thread


def test_a_thread_without_one_tells_none(ask):
    thread = ask.thread()
    assert "ttl" not in ask.json("get_thread", thread_id=thread["thread_id"], query={"include": "ttl"})


def test_a_thread_is_there_until_the_end_and_then_nowhere(ask):
    thread = ask.conversation("hi")
    ask("update_thread", {"ttl": {"ttl": 1}}, thread_id=thread["thread_id"])
    ask.clock.seconds = 59.9
    assert ask.json("count_threads", {}) == 1
    ask.clock.seconds = 60
    assert ask.json("count_threads", {}) == 0
    assert ask.json("search_threads", {}) == []
    assert ask.json("prune_threads", {"thread_ids": [thread["thread_id"]]}) == {"pruned_count": 0}
    for operation in ("get_thread", "get_state", "get_thread_storage", "delete_thread", "list_history"):
        with pytest.raises(ThreadNotFound):
            ask(operation, thread_id=thread["thread_id"])


def test_an_expired_id_is_free_again_and_its_history_gone(ask):
    thread = ask.conversation("hi")
    ask("update_thread", {"ttl": {"ttl": 1}}, thread_id=thread["thread_id"])
    ask.clock.seconds = 60
    again = ask.thread(thread_id=thread["thread_id"], metadata={"graph_id": "agent"}, owner="bob")
    assert ask.json("search_history", {}, thread_id=again["thread_id"], owner="bob") == []


def test_a_change_renews_it(ask):
    thread = ask.thread(ttl={"ttl": 1})
    ask.clock.seconds = 50
    ask("update_thread", {}, thread_id=thread["thread_id"])
    ask.clock.seconds = 100
    assert ask.json("count_threads", {}) == 1
    ask.clock.seconds = 110
    assert ask.json("count_threads", {}) == 0


def test_keep_latest_ends_only_the_history(ask):
    thread = ask.conversation("one", "two")
    ask("update_thread", {"ttl": {"ttl": 1, "strategy": "keep_latest"}}, thread_id=thread["thread_id"])
    latest = ask.state(thread)
    ask.clock.seconds = 61
    assert ask.history(thread) == [{**latest, "parent_checkpoint": None, "parent_checkpoint_id": None}]


def test_a_patch_changes_what_it_names(ask):
    thread = ask.thread(ttl={"ttl": 5})
    ask("update_thread", {"ttl": {"strategy": "keep_latest"}}, thread_id=thread["thread_id"])
    told = ask.json("get_thread", thread_id=thread["thread_id"], query={"include": "x, ttl"})["ttl"]
    assert (told["strategy"], told["ttl_minutes"]) == ("keep_latest", 5)


@pytest.mark.parametrize("ttl", [{}, {"strategy": "delete"}])
def test_without_minutes_nothing_expires(ask, ttl):
    ask.thread(ttl=ttl)
    ask.clock.seconds = 1e12
    assert ask.json("count_threads", {}) == 1


@pytest.mark.parametrize(("minutes", "end"), [(1e308, "9999-12-31T23:59:59.999999+00:00"), (0.5, None)])
def test_any_number_of_minutes_is_accepted(ask, minutes, end):
    thread = ask.thread(ttl={"ttl": minutes})
    told = ask.json("get_thread", thread_id=thread["thread_id"], query={"include": "ttl"})["ttl"]
    assert told["expires_at"] == (end or after(thread["updated_at"], minutes=minutes))


@pytest.mark.parametrize("minutes", [0, -1, -1e308])
def test_no_time_to_live_is_none_left(ask, minutes):
    ask.thread(ttl={"ttl": minutes})
    assert ask.json("count_threads", {}) == 0


def test_each_thread_ends_in_its_own_time(ask):
    for minutes in (3, 1, 2):
        ask.thread(ttl={"ttl": minutes}, metadata={"minutes": minutes})
    ask.clock.seconds = 61
    assert {thread["metadata"]["minutes"] for thread in ask.json("search_threads", {})} == {2, 3}
