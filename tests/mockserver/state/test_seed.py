"""Seeds: the same seed and requests give the same bytes, another seed gives others."""

import orjson
import pytest

from mockserver.state.world import World


def bytes_of_a_session(client_class, seed):
    """Return all responses of a session with every kind of operation."""
    client, responses = client_class(World(seed=seed)), []

    def request(operation, body=None, **kwargs):
        response = client(operation, body, **kwargs)
        responses.append((operation, response.status, dict(response.headers), orjson.dumps(response.body)))
        return orjson.loads(responses[-1][-1]) if response.status == 200 else None

    thread_id = request("create_thread", {"metadata": {"graph_id": "agent"}})["thread_id"]
    for message in ("hi", ["user", "there"], {"type": "ai", "content": "yo"}):
        request("update_state", {"values": {"messages": [message]}}, thread_id=thread_id)
    history = request("search_history", {"limit": 10}, thread_id=thread_id)
    fork = {"values": {"messages": "fork"}, "checkpoint": history[-1]["checkpoint"], "as_node": "agent"}
    request("update_state", fork, thread_id=thread_id)
    request(
        "update_state", {"values": [[{"messages": "x"}, "agent"]], "as_node": "__copy__"}, thread_id=thread_id
    )
    update = {"as_node": "__start__", "command": {"update": [["messages", ["begin"]]], "goto": "agent"}}
    request("create_thread", {"metadata": {"graph_id": "agent"}, "supersteps": [{"updates": [update]}]})
    copy_id = request("copy_thread", thread_id=thread_id)["thread_id"]
    request("update_thread", {"metadata": {"a": 1}, "ttl": {"ttl": 60}}, thread_id=copy_id)
    for each_id in (thread_id, copy_id):
        request("get_thread", thread_id=each_id, query={"include": "ttl"})
        request("get_state", thread_id=each_id)
        request("list_history", thread_id=each_id, query={"limit": 10})
        request("get_thread_storage", thread_id=each_id)
    request("search_threads", {})
    return responses


def test_the_same_seed_gives_the_same_bytes(client_class):
    assert bytes_of_a_session(client_class, 7) == bytes_of_a_session(client_class, 7)


@pytest.mark.parametrize("other", [8, None])
def test_another_seed_gives_other_bytes(client_class, other):
    assert bytes_of_a_session(client_class, 7) != bytes_of_a_session(client_class, other)


def test_sessions_differ_without_a_seed(client_class):
    assert bytes_of_a_session(client_class, None) != bytes_of_a_session(client_class, None)


@pytest.mark.parametrize(
    ("graph", "text"),
    [("agent", "tool"), ("agent", "interrupt"), ("agent", "boom"), ("nested", "hi"), ("hitl", "")],
)
def test_the_same_seed_gives_the_same_streams(run_async, graph, text):
    modes = ["values", "updates", "messages-tuple", "custom", "debug", "checkpoints", "tasks", "events"]
    body = {"assistant_id": graph, "stream_mode": modes, "stream_subgraphs": True, "stream_resumable": True}
    body["input"] = {"messages": [{"role": "user", "content": text}]}

    async def scenario(client):
        thread = await client.thread()
        events = await client.events("stream_thread_run", body, thread_id=thread)
        history = await client.json("search_history", {"limit": 100}, thread_id=thread)
        return orjson.dumps([events, history, await client.json("list_thread_runs", thread_id=thread)])

    assert run_async(scenario, seed=3) == run_async(scenario, seed=3)
    assert run_async(scenario, seed=3) != run_async(scenario, seed=4)
