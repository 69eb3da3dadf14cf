"""Graphs in a world: their pace, their store, and the errors of graphs that cannot be served."""

import asyncio

import pytest
from langchain_core.messages import HumanMessage

from mockserver.built_in import GRAPH_IDS, MODEL_CALLS
from mockserver.errors import ApiError, BadRequest, GraphIsBroken, GraphNotFound
from mockserver.graphs.load import Broken
from mockserver.graphs.registry import bound, opened
from mockserver.state.world import World

OWNER = "alice"


def last_text(world, thread_id, text="hi", graph_id="agent"):
    """Send a message to the graph, and return its answer."""

    async def run_graph():
        async with opened(world, graph_id) as graph:
            graph_bound = bound(world, graph, world.checkpoints.live(thread_id), OWNER)
            config = {"configurable": {"thread_id": thread_id}}
            return (await graph_bound.ainvoke({"messages": [HumanMessage(text)]}, config))["messages"][
                -1
            ].text

    return asyncio.run(run_graph())


def opened_graph(world, graph_id):
    async def open_graph():
        async with opened(world, graph_id) as graph:
            return graph

    return asyncio.run(open_graph())


@pytest.mark.parametrize("graph_id", GRAPH_IDS)
def test_a_built_in_graph_is_opened_once_for_a_world(graph_id):
    world = World()
    assert opened_graph(world, graph_id) is opened_graph(world, graph_id)
    assert opened_graph(world, graph_id).name == graph_id


def test_each_graph_has_one_system_assistant():
    world = World(graphs={"mine": opened_graph(World(), "hitl")})
    assert world.graph_ids == tuple(sorted([*GRAPH_IDS, "mine"]))
    for graph_id in world.graph_ids:
        assert world.assistants.resolve("alice", graph_id).graph_id == graph_id
    with pytest.raises(ApiError):
        World(built_in=False).assistants.resolve("alice", "agent")


def test_the_pace_is_that_of_the_world(monkeypatch):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    monkeypatch.setattr("mockserver.built_in.scripted_model.asyncio.sleep", sleep)
    last_text(World(pace=0), "a")
    assert not any(slept)  # a pace of 0 only yields to other tasks
    last_text(World(pace=0.5), "a")
    assert sum(slept) > 0
    assert sum(slept) % 0.5 == 0


def test_calls_are_counted_in_each_thread_of_each_world():
    one, other = World(), World()
    assert [last_text(one, "a")[-2:], last_text(one, "a")[-2:], last_text(one, "b")[-2:]] == [
        "1.",
        "2.",
        "1.",
    ]
    assert last_text(other, "a").endswith("1.")


def test_the_count_is_deleted_with_its_thread(client):
    thread_id = client.thread(metadata={"graph_id": "agent"})["thread_id"]
    assert client("delete_thread", thread_id=client.thread()["thread_id"]).status == 204
    last_text(client.world, thread_id)
    assert client.world.stores.of(OWNER).get(MODEL_CALLS, thread_id).value == {"calls": 1}
    client("delete_thread", thread_id=thread_id)
    assert client.world.stores.of(OWNER).get(MODEL_CALLS, thread_id) is None


@pytest.mark.parametrize(
    ("graph_id", "error", "detail"),
    [
        ("nothing", GraphNotFound, "Graph 'nothing' not found"),
        ("broken", GraphIsBroken, "Graph 'broken' can't be served: a.py:3: no luck"),
    ],
)
def test_an_unknown_or_broken_graph_is_rejected(graph_id, error, detail):
    with pytest.raises(error) as raised:
        opened_graph(World(graphs={"broken": Broken("a.py:3: no luck")}), graph_id)
    assert raised.value.detail == detail


def test_a_state_of_a_broken_graph_can_be_neither_read_nor_written(client):
    client.world = World(graphs={"broken": Broken("a.py:3: no luck")})
    thread_id = client.thread(metadata={"graph_id": "broken"})["thread_id"]
    for operation_id, body in [("get_state", None), ("update_state", {"values": {}}), ("search_history", {})]:
        with pytest.raises(GraphIsBroken):
            client(operation_id, body, thread_id=thread_id)


@pytest.mark.parametrize("graph_id", ["nothing", 5, ["agent"], {"agent": 1}])
def test_a_thread_of_an_unknown_graph_has_an_empty_state(client, graph_id):
    thread_id = client.thread(metadata={"graph_id": graph_id})["thread_id"]
    assert client.json("get_state", thread_id=thread_id)["values"] == {}
    with pytest.raises(BadRequest):
        client("update_state", {"values": {}}, thread_id=thread_id)
