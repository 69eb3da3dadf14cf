"""The store that an owner's graphs and the owner's requests share."""

from typing import TypedDict

from langgraph.config import get_store
from langgraph.graph import StateGraph

from mockserver.built_in import MODEL_CALLS


class State(TypedDict):
    text: str


def of(node):
    return StateGraph(State).add_node("node", node).set_entry_point("node").compile()


async def remember(state):
    await get_store().aput(("memories",), "last", {"text": state["text"], "odd": {1}})
    return {"text": "kept"}


def recall(_):
    return {"text": get_store().get(("memories",), "last").value["text"]}


async def output_text(client, graph, text="", **kwargs):
    body = {"assistant_id": graph, "input": {"text": text}}
    return (await client.json("wait_run", body, **kwargs)).get("text")


LAST = {"namespace": "memories", "key": "last"}


def test_items_of_a_graph_are_visible_to_their_owner_only(run_async):
    async def scenario(client):
        await output_text(client, "remember", "hi")
        item = await client.json("get_item", query=LAST)
        assert item["value"] == {"text": "hi", "odd": [1]}
        assert await client.json("get_item", query=LAST, owner="bob") is None
        assert await client.json("list_namespaces", {}) == {"namespaces": [["memories"]]}

    run_async(scenario, graphs={"remember": of(remember)})


def test_items_of_an_owner_are_visible_to_graphs(run_async):
    async def scenario(client):
        await client("put_item", {"namespace": ["memories"], "key": "last", "value": {"text": "hi"}})
        assert await output_text(client, "recall") == "hi"

    run_async(scenario, graphs={"recall": of(recall)})


def test_items_of_built_in_graphs_are_hidden(run_async):
    async def scenario(client):
        thread_id = await client.thread()
        await client.finished(await client.started(thread_id))
        assert client.world.stores.of("alice").get(MODEL_CALLS, thread_id)
        assert await client.json("list_namespaces", {}) == {"namespaces": []}
        assert await client.json("search_items", {}) == {"items": []}
        query = {"namespace": ".".join(MODEL_CALLS), "key": thread_id}
        assert await client.json("get_item", query=query) is None
        await client("delete_item", {"namespace": list(MODEL_CALLS), "key": thread_id})
        assert client.world.stores.of("alice").get(MODEL_CALLS, thread_id)

    run_async(scenario)
