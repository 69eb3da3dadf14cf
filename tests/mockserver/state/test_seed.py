"""Seeds: the same seed and requests give the same bytes, another seed gives others."""

import orjson
import pytest

from mockserver.state.world import World


def bytes_of_a_session(asker, seed):
    """Return all responses of a session with every kind of operation."""
    ask, told = asker(World(seed=seed)), []

    def tell(operation, body=None, **words):
        response = ask(operation, body, **words)
        told.append((operation, response.status, dict(response.headers), orjson.dumps(response.body)))
        return orjson.loads(told[-1][-1]) if response.status == 200 else None

    thread_id = tell("create_thread", {"metadata": {"graph_id": "agent"}})["thread_id"]
    for message in ("hi", ["user", "there"], {"type": "ai", "content": "yo"}):
        tell("update_state", {"values": {"messages": [message]}}, thread_id=thread_id)
    history = tell("search_history", {"limit": 10}, thread_id=thread_id)
    fork = {"values": {"messages": "fork"}, "checkpoint": history[-1]["checkpoint"], "as_node": "agent"}
    tell("update_state", fork, thread_id=thread_id)
    tell(
        "update_state", {"values": [[{"messages": "x"}, "agent"]], "as_node": "__copy__"}, thread_id=thread_id
    )
    update = {"as_node": "__start__", "command": {"update": [["messages", ["begin"]]], "goto": "agent"}}
    tell("create_thread", {"metadata": {"graph_id": "agent"}, "supersteps": [{"updates": [update]}]})
    copy_id = tell("copy_thread", thread_id=thread_id)["thread_id"]
    tell("update_thread", {"metadata": {"a": 1}, "ttl": {"ttl": 60}}, thread_id=copy_id)
    for known in (thread_id, copy_id):
        tell("get_thread", thread_id=known, query={"include": "ttl"})
        tell("get_state", thread_id=known)
        tell("list_history", thread_id=known, query={"limit": 10})
        tell("get_thread_storage", thread_id=known)
    tell("search_threads", {})
    return told


def test_the_same_seed_gives_the_same_bytes(asker):
    assert bytes_of_a_session(asker, 7) == bytes_of_a_session(asker, 7)


@pytest.mark.parametrize("other", [8, None])
def test_another_seed_gives_other_bytes(asker, other):
    assert bytes_of_a_session(asker, 7) != bytes_of_a_session(asker, other)


def test_without_a_seed_no_two_sessions_are_alike(asker):
    assert bytes_of_a_session(asker, None) != bytes_of_a_session(asker, None)


@pytest.mark.parametrize(
    ("graph", "text"),
    [("agent", "tool"), ("agent", "interrupt"), ("agent", "boom"), ("nested", "hi"), ("hitl", "")],
)
def test_the_same_seed_gives_the_same_streams(play, graph, text):
    modes = ["values", "updates", "messages-tuple", "custom", "debug", "checkpoints", "tasks", "events"]
    body = {"assistant_id": graph, "stream_mode": modes, "stream_subgraphs": True, "stream_resumable": True}
    body["input"] = {"messages": [{"role": "user", "content": text}]}

    async def act(scene):
        thread = await scene.thread()
        events = await scene.events("stream_thread_run", body, thread_id=thread)
        history = await scene.json("search_history", {"limit": 100}, thread_id=thread)
        return orjson.dumps([events, history, await scene.json("list_thread_runs", thread_id=thread)])

    assert play(act, seed=3) == play(act, seed=3)
    assert play(act, seed=3) != play(act, seed=4)
