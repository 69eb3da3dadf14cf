"""The store: put, read, delete and search items, list namespaces."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mockserver.call import Answer, Call
from mockserver.graphs import told
from mockserver.state.clock import written
from mockserver.state.items import ItemFilter, Items
from mockserver.state.turns import in_turns
from mockserver.state.world import World

if TYPE_CHECKING:  # importing takes half a second
    from langgraph.store.base import Item


async def put_item(world: World, call: Call) -> Answer:
    body = call.body
    _items(world, call).put(body["namespace"], body["key"], body["value"], body.get("ttl"))
    return Answer(status=204)


async def get_item(world: World, call: Call) -> Answer:
    namespace, key = _labels(call.query["namespace"]), call.query["key"]
    item = _items(world, call).get(namespace, key, refresh_ttl=call.query.get("refresh_ttl"))
    return Answer(told(item and _shown(item)))


async def delete_item(world: World, call: Call) -> Answer:
    _items(world, call).delete(call.body.get("namespace", ()), call.body["key"])
    return Answer(status=204)


async def search_items(world: World, call: Call) -> Answer:
    body = call.body
    found = await _items(world, call).search(
        body.get("namespace_prefix") or (),
        ItemFilter(body.get("filter") or {}),
        limit=int(body.get("limit", 10)),  # 2.0 is an integer in JSON Schema
        offset=int(body.get("offset", 0)),
        refresh_ttl=body.get("refresh_ttl"),
    )
    return Answer({"items": [told(_shown(item)) async for item in in_turns(found)]})


async def list_namespaces(world: World, call: Call) -> Answer:
    body = call.body
    depth = body.get("max_depth")
    found = await _items(world, call).namespaces(
        body.get("prefix", ()),
        body.get("suffix", ()),
        max_depth=None if depth is None else int(depth),
        limit=int(body.get("limit", 100)),
        offset=int(body.get("offset", 0)),
    )
    return Answer({"namespaces": found})


def _items(world: World, call: Call) -> Items:
    return Items(world.stores.of(call.owner))


def _shown(item: "Item") -> dict[str, Any]:
    times = {"created_at": written(item.created_at), "updated_at": written(item.updated_at)}
    return {**item.dict(), **times}


def _labels(written: str | Sequence[str]) -> list[str]:
    """Split `a.b`, or join labels sent one by one, as in the upstream document."""
    return ".".join([written] if isinstance(written, str) else written).split(".")
