"""Miniatures that store items wrongly."""

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked, refusing


@wrong("store.put.stored", "put_item")
async def numbers_are_kept_whole(mock: Mock, asked: Asked) -> Answered:
    value = asked.json.get("value", {})
    if not isinstance(value, dict):
        return await mock(asked)
    return await mock(asked.having(value={name: whole(part) for name, part in value.items()}))


def whole(part):
    return int(part) if isinstance(part, float) else part


@wrong("store.put.replaces", "put_item")
async def what_is_put_is_merged(mock: Mock, asked: Asked) -> Answered:
    there = await read(mock, asked)
    if not there or not isinstance(asked.json.get("value"), dict):
        return await mock(asked)
    return await mock(asked.having(value={**there["value"], **asked.json["value"]}))


@wrong("store.put.created_at", "put_item")
async def what_is_put_again_is_new(mock: Mock, asked: Asked) -> Answered:
    if await read(mock, asked):
        await mock(asked.to("DELETE", "/store/items", named(asked)))
    return await mock(asked)


@wrong("store.put.updated_at", "put_item", also=("get_item",))
async def the_last_change_is_the_first(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if asked.operation == "put_item" or not answer.ok or not answer.json:
        return answer
    return answer.with_fields(updated_at=answer.json["created_at"])


@wrong("store.put.reserved_namespace", "put_item")
async def all_namespaces_are_free(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return Answered(204, {}, b"") if answer.status == 400 else answer


@wrong("store.put.ttl", "put_item", when=lambda asked: bool(asked.json.get("ttl")))
async def all_that_expires_does_so_at_once(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(ttl=0.0001) if asked.json.get("ttl") else asked)


@wrong("store.get.missing", "get_item")
async def what_is_missing_is_looked_for_above(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    above = asked.query.get("namespace", "").rpartition(".")[0]
    return (
        await mock(asked.asking(namespace=above)) if above and answer.ok and answer.json is None else answer
    )


@wrong("store.delete.removes_item", "delete_item")
async def what_is_not_alone_is_not_deleted(mock: Mock, asked: Asked) -> Answered:
    there = await mock(
        asked.to("POST", "/store/items/search", {"namespace_prefix": asked.json.get("namespace")})
    )
    if there.ok and len(there.json["items"]) > 1:
        return Answered(204, {}, b"")
    return await mock(asked)


@wrong("store.delete.twice", "delete_item")
async def what_is_not_there_is_not_deleted(mock: Mock, asked: Asked) -> Answered:
    there = await read(mock, asked)
    answer = await mock(asked)
    return answer if there or not answer.ok else refusing(422)


@wrong("store.delete.namespace", "delete_item", also=("list_namespaces",))
async def emptied_namespaces_stay(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if asked.operation == "delete_item":
        mock.memory.setdefault("emptied", []).append(asked.json.get("namespace"))
        return answer
    prefix = asked.json.get("prefix")
    emptied = [labels for labels in mock.memory.get("emptied", []) if labels and labels[:1] == prefix]
    return (
        answer.with_fields(namespaces=sorted([*answer.json["namespaces"], *emptied])) if emptied else answer
    )


@wrong("store.malformed_namespace", "put_item", "get_item", "delete_item", "search_items", "list_namespaces")
async def a_malformed_namespace_is_as_good_as_none(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status != 422 or "match" not in answer.json["detail"]:
        return answer
    return GOOD[asked.operation]


def saying(body) -> Answered:
    return Answered(200, {}, b"").saying(body)


GOOD = {
    "put_item": Answered(204, {}, b""),
    "get_item": saying(None),
    "delete_item": Answered(204, {}, b""),
    "search_items": saying({"items": []}),
    "list_namespaces": saying({"namespaces": []}),
}


@wrong("store.isolation.hidden", "get_item", "search_items", "list_namespaces")
async def whoever_finds_nothing_is_shown_anothers(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    found = answer.ok and (answer.json if asked.operation == "get_item" else next(iter(answer.json.values())))
    return answer if found or not answer.ok else await mock(asked.as_other())


@wrong("store.isolation.untouched", "put_item", "delete_item")
async def what_is_written_is_written_for_everyone(mock: Mock, asked: Asked) -> Answered:
    if await read(mock, asked.as_other()):
        await mock(asked.as_other())
    return await mock(asked)


def named(asked: Asked) -> dict:
    return {name: asked.json.get(name) for name in ("namespace", "key")}


async def read(mock: Mock, asked: Asked) -> dict | None:
    """Return the item that the body names, or `None`."""
    name = named(asked)
    if not isinstance(name["namespace"], list) or not all(
        isinstance(each, str) for each in name["namespace"]
    ):
        return None
    place = {"namespace": ".".join(name["namespace"]), "key": name["key"]}
    answer = await mock(asked.to("GET", "/store/items", **place))
    return answer.json if answer.ok else None
