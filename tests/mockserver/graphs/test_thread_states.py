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
from mockserver.messages import Request
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
def ask(ask):
    """Return a client of a world with two graphs that use the checkpoint names of the langgraph library."""
    ask.world = World(graphs={"asking": asking, "nested": nested})
    return ask


def run(ask, graph, thread):
    """Write the checkpoints that a run would write."""

    async def keep():
        async with ask.world.checkpoints.draft(thread["thread_id"]) as saver:
            config = {"configurable": CheckpointRef().configurable(thread["thread_id"])}
            await graph.copy(update={"checkpointer": saver}).ainvoke({"letters": ["a"]}, config)

    asyncio.run(keep())


def test_an_open_interrupt_is_in_the_state_its_task_and_the_thread(ask):
    thread = ask.thread(metadata={"graph_id": "asking"})
    run(ask, asking, thread)
    state = ask.state(thread)
    [asked] = state["interrupts"]
    assert asked["value"] == {"question": "sure?"}
    assert asked["id"]
    assert [task["interrupts"] for task in state["tasks"]] == [[asked]]
    # an update without values is enough to refresh the thread
    ask("update_state", {"values": None, "as_node": "__copy__"}, thread_id=thread["thread_id"])
    again = ask.state(thread)
    shown = ask.json("get_thread", thread_id=thread["thread_id"])
    assert shown["interrupts"] == {
        task["id"]: task["interrupts"] for task in again["tasks"] if task["interrupts"]
    }
    assert shown["status"] == "interrupted"


def test_a_run_has_an_input_checkpoint_at_step_minus_one(ask):
    thread = ask.thread(metadata={"graph_id": "asking"})
    run(ask, asking, thread)
    history = ask.history(thread)
    assert [state["metadata"]["source"] for state in history] == ["loop", "input"]
    assert (history[-1]["metadata"]["step"], history[-1]["next"]) == (-1, ["__start__"])


def test_a_subgraph_is_shown_by_its_address_or_with_its_state(ask):
    thread = ask.thread(metadata={"graph_id": "nested"})
    run(ask, nested, thread)
    [task] = ask.state(thread)["tasks"]
    assert (task["name"], task["state"]) == ("child", None)
    assert task["checkpoint"]["checkpoint_ns"].startswith("child:")

    path = {"thread_id": thread["thread_id"]}
    [task] = ask.json("get_state", query={"subgraphs": True}, **path)["tasks"]
    assert task["checkpoint"] is None
    assert (task["state"]["next"], task["state"]["values"]["letters"]) == (["ask"], ["a", "o"])
    assert task["state"]["interrupts"][0]["value"] == {"question": "sure?"}

    body = {"checkpoint": task["state"]["checkpoint"]}
    inner = ask.json("find_state_at_checkpoint", body, **path)
    assert inner["checkpoint"]["checkpoint_map"]
    assert inner["values"] == task["state"]["values"]


def test_a_subgraph_can_be_updated(ask):
    thread = ask.thread(metadata={"graph_id": "nested"})
    run(ask, nested, thread)
    [task] = ask.state(thread)["tasks"]
    body = {"values": {"letters": ["z"]}, "checkpoint": task["checkpoint"], "as_node": "ask"}
    put = ask.json("update_state", body, thread_id=thread["thread_id"])
    assert put["checkpoint"]["checkpoint_ns"] == task["checkpoint"]["checkpoint_ns"]
    assert set(put["checkpoint"]) <= {"thread_id", "checkpoint_ns", "checkpoint_id", "checkpoint_map"}


def test_a_copy_takes_the_states_of_subgraphs_and_keep_latest_leaves_them(ask):
    thread = ask.thread(metadata={"graph_id": "nested"})
    run(ask, nested, thread)
    copy = ask.json("copy_thread", thread_id=thread["thread_id"])
    ask("prune_threads", {"thread_ids": [copy["thread_id"]], "strategy": "keep_latest"})
    for kept in (thread, copy):
        state = ask.json("get_state", query={"subgraphs": True}, thread_id=kept["thread_id"])
        assert state["tasks"][0]["state"]["values"]["letters"] == ["a", "o"]
        assert state["tasks"][0]["state"]["metadata"]["thread_id"] == kept["thread_id"]


def together(ask, *calls):
    async def all_of_them():
        handlers = [find(name)(ask.world, request) for name, request in calls]
        return await asyncio.gather(*handlers, return_exceptions=True)

    return asyncio.run(all_of_them())


def update(ask, thread, letter):
    body = {"values": {"letters": [letter]}}
    return "update_state", Request(ask.owner, {"thread_id": thread["thread_id"]}, body=body)


def test_no_update_is_lost_when_many_come_at_once(ask):
    thread = ask.thread(metadata={"graph_id": "asking"})
    letters = "abcdefghij"
    together(ask, *(update(ask, thread, letter) for letter in letters))
    assert sorted(ask.state(thread)["values"]["letters"]) == list(letters)
    assert len(ask.history(thread)) == len(letters)


def test_a_thread_deleted_during_an_update_stays_deleted(ask, monkeypatch):
    thread = ask.thread(metadata={"graph_id": "asking"})
    bound = asking.__class__.aupdate_state

    async def delete_first(*words, **more):
        ask.world.threads.delete(ask.owner, thread["thread_id"])
        ask.world.threads.create(ask.owner, thread_id=thread["thread_id"], metadata=thread["metadata"])
        return await bound(*words, **more)

    monkeypatch.setattr(asking.__class__, "aupdate_state", delete_first)
    [refused] = together(ask, update(ask, thread, "a"))
    assert isinstance(refused, ThreadNotFound)
    assert ask.history(thread) == []
    assert ask.json("get_thread", thread_id=thread["thread_id"])["values"] is None


def test_concurrent_creation_of_one_id_conflicts_once(ask):
    body = {
        "thread_id": "11111111-1111-4111-8111-111111111111",
        "metadata": {"graph_id": "asking"},
        "supersteps": [{"updates": [{"as_node": "__start__", "values": {"letters": ["a"]}}]}],
    }
    create = "create_thread", Request(ask.owner, body=body)
    outcomes = together(ask, create, create)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Response", "ThreadExists"]


def test_the_state_of_no_world_needs_langgraph_at_the_start():
    loaded = "import sys, mockserver.handlers; sys.exit('langgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


def test_states_are_of_their_world():
    assert states(World()) is not states(World())
