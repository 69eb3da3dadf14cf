"""Miniatures that store items wrongly."""

from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong


@wrong("store.put.stored", "put_item")
async def numbers_are_kept_whole(mock: Mock, request: Request) -> Response:
    value = request.json.get("value", {})
    if not isinstance(value, dict):
        return await mock(request)
    return await mock(request.with_fields(value=truncated(value)))


def truncated(part):
    if isinstance(part, dict):
        return {name: truncated(each) for name, each in part.items()}
    return int(part) if isinstance(part, float) else part


@wrong("store.put.replaces", "put_item")
async def put_merges_values(mock: Mock, request: Request) -> Response:
    stored = await read(mock, request)
    if not stored or not isinstance(request.json.get("value"), dict):
        return await mock(request)
    return await mock(request.with_fields(value={**stored["value"], **request.json["value"]}))


@wrong("store.put.created_at", "put_item")
async def put_renews_created_at(mock: Mock, request: Request) -> Response:
    if await read(mock, request):
        await mock(request.to("DELETE", "/store/items", named(request)))
    return await mock(request)


@wrong("store.put.updated_at", "put_item", also=("get_item",))
async def the_last_change_is_the_first(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if request.operation == "put_item" or not response.ok or not response.json:
        return response
    return response.with_fields(updated_at=response.json["created_at"])


@wrong("store.put.reserved_namespace", "put_item")
async def all_namespaces_are_free(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return Response(204, {}, b"") if response.status == 400 else response


@wrong("store.put.ttl", "put_item", when=lambda request: bool(request.json.get("ttl")))
async def all_that_expires_does_so_at_once(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(ttl=0.0001) if request.json.get("ttl") else request)


@wrong("store.get.missing", "get_item")
async def a_missing_item_is_read_from_the_parent_namespace(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    above = request.query.get("namespace", "").rpartition(".")[0]
    return (
        await mock(request.with_query(namespace=above))
        if above and response.ok and response.json is None
        else response
    )


@wrong("store.delete.removes_item", "delete_item")
async def delete_keeps_an_item_with_siblings(mock: Mock, request: Request) -> Response:
    search = await mock(
        request.to("POST", "/store/items/search", {"namespace_prefix": request.json.get("namespace")})
    )
    if search.ok and len(search.json["items"]) > 1:
        return Response(204, {}, b"")
    return await mock(request)


@wrong("store.delete.twice", "delete_item")
async def delete_rejects_a_missing_item(mock: Mock, request: Request) -> Response:
    stored = await read(mock, request)
    response = await mock(request)
    return response if stored or not response.ok else refusing(422)


@wrong("store.delete.namespace", "delete_item", also=("list_namespaces",))
async def emptied_namespaces_stay(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if request.operation == "delete_item":
        mock.memory.setdefault("emptied", []).append(request.json.get("namespace"))
        return response
    prefix = request.json.get("prefix")
    emptied = [labels for labels in mock.memory.get("emptied", []) if labels and labels[:1] == prefix]
    return (
        response.with_fields(namespaces=sorted([*response.json["namespaces"], *emptied]))
        if emptied
        else response
    )


@wrong("store.malformed_namespace", "put_item", "get_item", "delete_item", "search_items", "list_namespaces")
async def a_malformed_namespace_is_as_good_as_none(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.status != 422 or "match" not in response.json["detail"]:
        return response
    return GOOD[request.operation]


def with_body(body) -> Response:
    return Response(200, {}, b"").with_json(body)


GOOD = {
    "put_item": Response(204, {}, b""),
    "get_item": with_body(None),
    "delete_item": Response(204, {}, b""),
    "search_items": with_body({"items": []}),
    "list_namespaces": with_body({"namespaces": []}),
}


@wrong("store.isolation.hidden", "get_item", "search_items", "list_namespaces")
async def foreign_items_fill_an_empty_result(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    seen = response.ok and (
        response.json if request.operation == "get_item" else next(iter(response.json.values()))
    )
    return response if seen or not response.ok else await mock(request.as_other())


@wrong("store.isolation.untouched", "put_item", "delete_item")
async def writes_change_foreign_items(mock: Mock, request: Request) -> Response:
    if await read(mock, request.as_other()):
        await mock(request.as_other())
    return await mock(request)


def named(request: Request) -> dict:
    return {name: request.json.get(name) for name in ("namespace", "key")}


async def read(mock: Mock, request: Request) -> dict | None:
    """Return the item that the body names, or `None`."""
    name = named(request)
    if not isinstance(name["namespace"], list) or not all(
        isinstance(each, str) for each in name["namespace"]
    ):
        return None
    place = {"namespace": ".".join(name["namespace"]), "key": name["key"]}
    response = await mock(request.to("GET", "/store/items", **place))
    return response.json if response.ok else None
