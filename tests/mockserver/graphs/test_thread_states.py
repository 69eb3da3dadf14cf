"""Graphs with interrupts and subgraphs, and concurrent updates."""

import asyncio
import subprocess
import sys
from typing import Annotated, TypedDict

import pytest
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.types import interrupt

from mockserver.errors import ThreadNotFound
from mockserver.graphs import states
from mockserver.graphs.checkpoint_ref import CheckpointRef
from mockserver.handlers import find
from mockserver.request_response import Request
from mockserver.state.world import World


class Letters(TypedDict, total=False):
    letters: Annotated[list, lambda left, right: [*left, *right]]
    messages: Annotated[list, add_messages]


def built(**nodes):
    graph = StateGraph(Letters)
    names = list(nodes)
    for name, node in nodes.items():
        graph.add_node(name, node)
    for start, end in zip([START, *names], [*names, END], strict=True):
        graph.add_edge(start, end)
    return graph.compile()


def ask_whether(_state):
    return {"letters": [interrupt({"question": "sure?"})]}


asking = built(ask=ask_whether)
nested = built(outer=lambda _: {"letters": ["o"]}, child=asking)


@pytest.fixture
def client(client):
    """Return a client of a world with two graphs that use the checkpoint names of the langgraph library."""
    client.world = World(graphs={"asking": asking, "nested": nested})
    return client


def run(client, graph, thread):
    """Write the checkpoints that a run would write."""

    async def keep():
        async with client.world.checkpoints.draft(thread["thread_id"]) as saver:
            config = {"configurable": CheckpointRef().configurable(thread["thread_id"])}
            await graph.copy(update={"checkpointer": saver}).ainvoke({"letters": ["a"]}, config)

    asyncio.run(keep())


def test_an_open_interrupt_is_in_the_state_its_task_and_the_thread(client):
    thread = client.thread(metadata={"graph_id": "asking"})
    run(client, asking, thread)
    state = client.state(thread)
    [listed_interrupt] = state["interrupts"]
    assert listed_interrupt["value"] == {"question": "sure?"}
    assert listed_interrupt["id"]
    assert [task["interrupts"] for task in state["tasks"]] == [[listed_interrupt]]
    # an update without values is enough to refresh the thread
    client("update_state", {"values": None, "as_node": "__copy__"}, thread_id=thread["thread_id"])
    again = client.state(thread)
    shown = client.json("get_thread", thread_id=thread["thread_id"])
    assert shown["interrupts"] == {
        task["id"]: task["interrupts"] for task in again["tasks"] if task["interrupts"]
    }
    assert shown["status"] == "interrupted"


def test_a_run_has_an_input_checkpoint_at_step_minus_one(client):
    thread = client.thread(metadata={"graph_id": "asking"})
    run(client, asking, thread)
    history = client.history(thread)
    assert [state["metadata"]["source"] for state in history] == ["loop", "input"]
    assert (history[-1]["metadata"]["step"], history[-1]["next"]) == (-1, ["__start__"])


def test_a_subgraph_is_shown_by_its_address_or_with_its_state(client):
    thread = client.thread(metadata={"graph_id": "nested"})
    run(client, nested, thread)
    [task] = client.state(thread)["tasks"]
    assert (task["name"], task["state"]) == ("child", None)
    assert task["checkpoint"]["checkpoint_ns"].startswith("child:")

    path = {"thread_id": thread["thread_id"]}
    [task] = client.json("get_state", query={"subgraphs": True}, **path)["tasks"]
    assert task["checkpoint"] is None
    assert (task["state"]["next"], task["state"]["values"]["letters"]) == (["ask"], ["a", "o"])
    assert task["state"]["interrupts"][0]["value"] == {"question": "sure?"}

    body = {"checkpoint": task["state"]["checkpoint"]}
    inner = client.json("find_state_at_checkpoint", body, **path)
    assert inner["checkpoint"]["checkpoint_map"]
    assert inner["values"] == task["state"]["values"]


def test_a_subgraph_can_be_updated(client):
    thread = client.thread(metadata={"graph_id": "nested"})
    run(client, nested, thread)
    [task] = client.state(thread)["tasks"]
    body = {"values": {"letters": ["z"]}, "checkpoint": task["checkpoint"], "as_node": "ask"}
    put = client.json("update_state", body, thread_id=thread["thread_id"])
    assert put["checkpoint"]["checkpoint_ns"] == task["checkpoint"]["checkpoint_ns"]
    assert set(put["checkpoint"]) <= {"thread_id", "checkpoint_ns", "checkpoint_id", "checkpoint_map"}


def test_a_copy_takes_the_states_of_subgraphs_and_keep_latest_leaves_them(client):
    thread = client.thread(metadata={"graph_id": "nested"})
    run(client, nested, thread)
    copy = client.json("copy_thread", thread_id=thread["thread_id"])
    client("prune_threads", {"thread_ids": [copy["thread_id"]], "strategy": "keep_latest"})
    for each in (thread, copy):
        state = client.json("get_state", query={"subgraphs": True}, thread_id=each["thread_id"])
        assert state["tasks"][0]["state"]["values"]["letters"] == ["a", "o"]
        assert state["tasks"][0]["state"]["metadata"]["thread_id"] == each["thread_id"]


def together(client, *calls):
    async def all_of_them():
        handlers = [find(name)(client.world, request) for name, request in calls]
        return await asyncio.gather(*handlers, return_exceptions=True)

    return asyncio.run(all_of_them())


def update(client, thread, letter):
    body = {"values": {"letters": [letter]}}
    return "update_state", Request(client.owner, {"thread_id": thread["thread_id"]}, body=body)


def test_concurrent_updates_are_all_applied(client):
    thread = client.thread(metadata={"graph_id": "asking"})
    letters = "abcdefghij"
    together(client, *(update(client, thread, letter) for letter in letters))
    assert sorted(client.state(thread)["values"]["letters"]) == list(letters)
    assert len(client.history(thread)) == len(letters)


def test_a_thread_deleted_during_an_update_stays_deleted(client, monkeypatch):
    thread = client.thread(metadata={"graph_id": "asking"})
    bound = asking.__class__.aupdate_state

    async def delete_first(*args, **more):
        client.world.threads.delete(client.owner, thread["thread_id"])
        client.world.threads.create(client.owner, thread_id=thread["thread_id"], metadata=thread["metadata"])
        return await bound(*args, **more)

    monkeypatch.setattr(asking.__class__, "aupdate_state", delete_first)
    [raised] = together(client, update(client, thread, "a"))
    assert isinstance(raised, ThreadNotFound)
    assert client.history(thread) == []
    assert client.json("get_thread", thread_id=thread["thread_id"])["values"] is None


def test_concurrent_creation_of_one_id_conflicts_once(client):
    body = {
        "thread_id": "11111111-1111-4111-8111-111111111111",
        "metadata": {"graph_id": "asking"},
        "supersteps": [{"updates": [{"as_node": "__start__", "values": {"letters": ["a"]}}]}],
    }
    create = "create_thread", Request(client.owner, body=body)
    outcomes = together(client, create, create)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Response", "ThreadExists"]


def test_a_new_world_does_not_import_langgraph():
    loaded = "import sys, mockserver.handlers; sys.exit('langgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


def test_states_belong_to_their_world():
    assert states(World()) is not states(World())
