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


async def said(scene, graph, text="", **words):
    body = {"assistant_id": graph, "input": {"text": text}}
    return (await scene.json("wait_run", body, **words)).get("text")


LAST = {"namespace": "memories", "key": "last"}


def test_items_of_a_graph_are_visible_to_their_owner_only(play):
    async def act(scene):
        await said(scene, "remember", "hi")
        item = await scene.json("get_item", query=LAST)
        assert item["value"] == {"text": "hi", "odd": [1]}
        assert await scene.json("get_item", query=LAST, owner="bob") is None
        assert await scene.json("list_namespaces", {}) == {"namespaces": [["memories"]]}

    play(act, graphs={"remember": of(remember)})


def test_items_of_an_owner_are_visible_to_graphs(play):
    async def act(scene):
        await scene("put_item", {"namespace": ["memories"], "key": "last", "value": {"text": "hi"}})
        assert await said(scene, "recall") == "hi"

    play(act, graphs={"recall": of(recall)})


def test_items_of_built_in_graphs_are_hidden(play):
    async def act(scene):
        thread_id = await scene.thread()
        await scene.finished(await scene.started(thread_id))
        assert scene.world.stores.of("alice").get(MODEL_CALLS, thread_id)
        assert await scene.json("list_namespaces", {}) == {"namespaces": []}
        assert await scene.json("search_items", {}) == {"items": []}
        query = {"namespace": ".".join(MODEL_CALLS), "key": thread_id}
        assert await scene.json("get_item", query=query) is None
        await scene("delete_item", {"namespace": list(MODEL_CALLS), "key": thread_id})
        assert scene.world.stores.of("alice").get(MODEL_CALLS, thread_id)

    play(act)
