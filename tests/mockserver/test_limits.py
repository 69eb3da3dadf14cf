"""Limits: requests that the mock rejects and data that it drops to stay responsive."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import tracemalloc

import pytest

from mockserver.errors import InvalidRequest
from mockserver.http.request.body import MAX_VALUES, values_in
from mockserver.state.containment import MAX_EFFORT
from mockserver.state.saver import ThreadSaver
from patience import PATIENCE
from sweep import sweep

NESTED = "[" * 256 + "]" * 256


UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "path", ["/ok?check_db=", f"/threads/{UNKNOWN}/history?limit=", f"/threads/{UNKNOWN}/state?subgraphs="]
)
def test_a_deeply_nested_parameter_is_rejected(mock, path):
    response = mock()("GET", path + NESTED)
    assert response.status_code == 422
    assert isinstance(response.json()["detail"], str)


@pytest.mark.parametrize("operation", ["search_threads", "count_threads"])
@pytest.mark.parametrize("name", ["metadata", "values"])
def test_an_expensive_filter_is_rejected(client, operation, name):
    with pytest.raises(InvalidRequest, match=f"body.{name}: must have at most"):
        client(operation, {name: {"list": [[number] for number in range(MAX_EFFORT)]}})
    assert client(operation, {name: {"list": list(range(MAX_EFFORT - 2))}}).status == 200


def test_an_owner_without_threads_is_forgotten(client):
    for number in range(10):
        thread = client.thread(owner=f"owner {number}")
        client("delete_thread", owner=f"owner {number}", thread_id=thread["thread_id"])
    assert client.world.threads._by_owner._tables == {}


def test_the_expiries_of_threads_that_changed_or_are_gone_are_dropped(client):
    for _ in range(1000):
        thread = client.thread(ttl={"ttl": 1_000_000})
        client("update_thread", {"metadata": {}}, thread_id=thread["thread_id"])
        client("delete_thread", thread_id=thread["thread_id"])
    assert len(client.world.threads._expiries) < 200


def test_a_current_expiry_is_kept(client):
    remaining = client.thread(ttl={"ttl": 1})
    for _ in range(1000):
        thread = client.thread(ttl={"ttl": 5})
        client("delete_thread", thread_id=thread["thread_id"])
    client.clock.seconds = 61
    assert client.json("search_threads", {"ids": [remaining["thread_id"]]}) == []


def test_history_by_metadata_stops_at_its_limit_and_compares_nested_values_too(client):
    thread = client.conversation("one", "two", "three")
    for metadata, steps in [({"source": "update"}, [2, 1]), ({"parents": {}}, [2, 1]), ({"step": 1}, [1])]:
        body = {"limit": 2, "metadata": metadata}
        states = client.json("search_history", body, thread_id=thread["thread_id"])
        assert [state["metadata"]["step"] for state in states] == steps


FLOW, BLOCK = "[" * 100_000, "- " * 100_000


@pytest.mark.parametrize("text", sweep([FLOW, BLOCK], BLOCK), ids=["flow", "block"])
def test_an_endlessly_nested_document_is_rejected_in_one_line(tmp_path, text):
    document = tmp_path / "deep.yaml"
    document.write_text(text)
    command = [sys.executable, "-m", "mockserver", "--port", "0", "--spec", str(document)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert str(document) in ended.stderr


def test_an_unfinished_request_reports_the_shutdown():
    command = [sys.executable, "-m", "mockserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        port = int(re.search(r":(\d+)", process.stdout.readline())[1])
        with socket.create_connection(("127.0.0.1", port)) as half:
            half.sendall(b"POST /threads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n")
            half.sendall(b"Expect: 100-continue\r\n\r\n")
            assert half.recv(1000).startswith(b"HTTP/1.1 100 ")  # the mock reads the body from here on
            half.sendall(b"{")
            process.send_signal(signal.SIGINT)
            assert half.recv(1000).startswith(b"HTTP/1.1 408 ")
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_a_long_reply_does_not_block_other_requests(run_async):
    async def scenario(client):
        thread = await client.thread()
        run = await client.started(thread, text="a " * 10_000, stream_mode=["messages-tuple"])
        finished, turns = await others_have_turns(client.finished(run))
        assert finished["status"] == "success"
        assert turns > 100

    run_async(scenario)


def test_a_long_list_of_tools_does_not_block_other_requests(run_async):
    async def scenario(client):
        for number in range(10):
            config = {"configurable": {"number": number}}
            await client("create_assistant", {"graph_id": "agent", "config": config})
        request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        _, turns = await others_have_turns(client.json("call_mcp", request))
        assert turns > 10

    run_async(scenario)


async def others_have_turns(work):
    """Return the result of `work` and the number of turns that other tasks had during it."""
    task, turns = asyncio.create_task(work), 0
    while not task.done():
        await asyncio.sleep(0)
        turns += 1
    return task.result(), turns


def test_a_batch_that_is_too_long_is_rejected(client):
    with pytest.raises(InvalidRequest, match="body: must have at most 1000 runs, not 1001"):
        client("create_runs_batch", [{"assistant_id": "agent"}] * 1001)
    assert client.world.runs.by_status() == {}


@pytest.mark.parametrize(("text", "values"), [(b'"a, [b], {c}"', 0), (b'{"a\\"": [",", 1, 2]}', 4)])
def test_values_in_strings_are_not_counted(text, values):
    assert values_in(text) == values


def test_a_body_with_too_many_values_is_rejected_before_it_is_read(mock):
    response = mock()("POST", "/threads", b"[" + b"[]," * MAX_VALUES + b"[]]")
    assert (response.status_code, response.json()) == (
        422,
        {"detail": f"body: must have at most {MAX_VALUES} values"},
    )


def test_a_history_loads_only_what_it_returns(client, monkeypatch):
    thread = client.conversation("one", "two", "three")
    loaded = []
    load = ThreadSaver._load_blobs
    monkeypatch.setattr(ThreadSaver, "_load_blobs", lambda *of: loaded.append(of) or load(*of))
    assert len(client.history(thread, limit=2)) == 2
    assert len(loaded) == 2


def test_states_written_together_equal_states_written_one_by_one(client):
    texts = [f"text {number}" for number in range(20)]
    values = [{"messages": [{"type": "human", "content": text, "id": text}]} for text in texts]
    steps = [{"updates": [{"values": each, "as_node": "agent"}]} for each in values]
    at_once = client.thread(metadata={"graph_id": "agent"}, supersteps=steps)
    one_by_one = client.thread(metadata={"graph_id": "agent"})
    for each in values:
        client.json("update_state", {"values": each, "as_node": "agent"}, thread_id=one_by_one["thread_id"])
    histories = [[state["values"] for state in client.history(thread)] for thread in (at_once, one_by_one)]
    assert histories[0] == histories[1]
    assert len(histories[0]) == 20


def conversation(messages):
    return [{"updates": [{"values": {"messages": [each]}, "as_node": "agent"}]} for each in messages]


def test_states_written_together_share_their_messages(client):
    """Stored separately, the messages of 200 states would take 400 MB."""
    size, count = 20_000, 200
    messages = [{"type": "human", "content": "a" * size, "id": f"m{number}"} for number in range(count)]
    options = {"metadata": {"graph_id": "agent"}}
    client.thread(
        **options, supersteps=conversation(messages[:1])
    )  # imports modules before memory is measured
    tracemalloc.start()
    try:
        thread = client.thread(**options, supersteps=conversation(messages))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size * count * count / 4
    lengths = [len(state["values"].get("messages", [])) for state in client.history(thread)]
    assert lengths == [*range(count, 0, -1)]
    storage = client.json("get_thread_storage", thread_id=thread["thread_id"])
    assert storage["total_bytes"] > size * count * count / 4


def test_states_share_no_message_that_was_replaced_or_removed(client):
    def human(name, text):
        return {"type": "human", "id": name, "content": text}

    removal = {"type": "remove", "id": "b", "content": ""}
    messages = [human("a", "one"), human("b", "two"), human("a", "other"), human("c", "three"), removal]
    thread = client.thread(
        metadata={"graph_id": "agent"}, supersteps=conversation([*messages, human("d", "four")])
    )
    client.add_message(thread, "five")
    states = [state["values"]["messages"] for state in client.history(thread)]
    assert [[message["content"] for message in messages] for messages in states] == [
        ["other", "three", "four", "five"],
        ["other", "three", "four"],
        ["other", "three"],
        ["other", "two", "three"],
        ["other", "two"],
        ["one", "two"],
        ["one"],
    ]
