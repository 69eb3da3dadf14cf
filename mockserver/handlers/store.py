"""The store: put, read, delete and search items, list namespaces."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mockserver.graphs import json_fragment
from mockserver.request_response import Request, Response
from mockserver.state.clock import iso_timestamp
from mockserver.state.event_loop import interleaved
from mockserver.state.store_items import ItemFilter, Items
from mockserver.state.world import World

if TYPE_CHECKING:  # importing takes half a second
    from langgraph.store.base import Item


async def put_item(world: World, request: Request) -> Response:
    body = request.body
    _items(world, request).put(body["namespace"], body["key"], body["value"], body.get("ttl"))
    return Response(status=204)


async def get_item(world: World, request: Request) -> Response:
    namespace, key = _labels(request.query["namespace"]), request.query["key"]
    item = _items(world, request).get(namespace, key, refresh_ttl=request.query.get("refresh_ttl"))
    return Response(json_fragment(item and _item_json(item)))


async def delete_item(world: World, request: Request) -> Response:
    _items(world, request).delete(request.body.get("namespace", ()), request.body["key"])
    return Response(status=204)


async def search_items(world: World, request: Request) -> Response:
    body = request.body
    items = await _items(world, request).search(
        body.get("namespace_prefix") or (),
        ItemFilter(body.get("filter") or {}),
        limit=int(body.get("limit", 10)),  # 2.0 is an integer in JSON Schema
        offset=int(body.get("offset", 0)),
        refresh_ttl=body.get("refresh_ttl"),
    )
    return Response({"items": [json_fragment(_item_json(item)) async for item in interleaved(items)]})


async def list_namespaces(world: World, request: Request) -> Response:
    body = request.body
    depth = body.get("max_depth")
    namespaces = await _items(world, request).namespaces(
        body.get("prefix", ()),
        body.get("suffix", ()),
        max_depth=None if depth is None else int(depth),
        limit=int(body.get("limit", 100)),
        offset=int(body.get("offset", 0)),
    )
    return Response({"namespaces": namespaces})


def _items(world: World, request: Request) -> Items:
    return Items(world.stores.of(request.owner))


def _item_json(item: "Item") -> dict[str, Any]:
    times = {"created_at": iso_timestamp(item.created_at), "updated_at": iso_timestamp(item.updated_at)}
    return {**item.dict(), **times}


def _labels(namespace: str | Sequence[str]) -> list[str]:
    """Split `a.b`, or join labels sent one by one, as in the upstream document."""
    return ".".join([namespace] if isinstance(namespace, str) else namespace).split(".")
