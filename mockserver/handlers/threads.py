"""Threads: create, read, update, delete, search, count, prune, copy."""

from collections.abc import Mapping
from typing import Any

from mockserver.call import Answer, Call
from mockserver.errors import Conflict, ThreadNotFound
from mockserver.graphs import states
from mockserver.handlers.search import encoded, looked_for, pagination, search_of
from mockserver.handlers.uuids import canonical
from mockserver.state.extract import Extract
from mockserver.state.metadata import client_metadata
from mockserver.state.threads import Thread, ThreadFilter
from mockserver.state.turns import in_turns
from mockserver.state.world import World


async def create_thread(world: World, call: Call) -> Answer:
    given = call.body.get("thread_id")
    thread_id = canonical(given, "body.thread_id") if given else world.ids.thread(world.clock.now())
    words: dict[str, Any] = {
        "if_exists": call.body.get("if_exists", "raise"),
        "metadata": client_metadata(call.body.get("metadata")),
        "ttl": call.body.get("ttl"),
    }
    if supersteps := call.body.get("supersteps"):
        await world.imports.need("mockserver.graphs.thread_states", "mockserver.state.store")
        thread = await states(world).create(call.owner, thread_id, supersteps, **words)
    else:
        thread = world.threads.create(call.owner, thread_id=thread_id, **words)
    return Answer(thread.encoded)


async def get_thread(world: World, call: Call) -> Answer:
    thread = world.threads.get(call.owner, call.path["thread_id"])
    included = {field.strip() for field in call.query.get("include", "").split(",")}
    if "ttl" in included and (ttl := thread.ttl_to_json()):
        return Answer({**thread.to_json(), "ttl": ttl})
    return Answer(thread.encoded)


async def update_thread(world: World, call: Call) -> Answer:
    thread = world.threads.update(
        call.owner,
        call.path["thread_id"],
        metadata=client_metadata(call.body.get("metadata")),
        ttl=call.body.get("ttl"),
    )
    if "return=minimal" in call.headers.get("prefer", "").replace(" ", "").split(","):
        return Answer(status=204)
    return Answer(thread.encoded)


async def delete_thread(world: World, call: Call) -> Answer:
    world.threads.delete(call.owner, call.path["thread_id"])
    return Answer(status=204)


async def search_threads(world: World, call: Call) -> Answer:
    body = call.body
    extract = Extract.from_json(body.get("extract") or {})
    search = search_of(body, _filter(body), sort_by="updated_at")
    page = await world.threads.search(call.owner, search, _ids(body))
    select = frozenset(body.get("select") or ())
    if select or extract.paths:
        found = [encoded(_selected(thread, select, extract)) async for thread in in_turns(page.found)]
    else:
        found = [thread.encoded for thread in page.found]
    return Answer(found, headers=pagination(page))


async def count_threads(world: World, call: Call) -> Answer:
    return Answer(await world.threads.count(call.owner, _filter(call.body), _ids(call.body)))


async def prune_threads(world: World, call: Call) -> Answer:
    thread_ids = [canonical(given, "body.thread_ids") for given in call.body["thread_ids"]]
    pruned = await world.threads.prune(call.owner, thread_ids, call.body.get("strategy", "delete"))
    return Answer({"pruned_count": pruned})


async def copy_thread(world: World, call: Call) -> Answer:
    try:
        return Answer((await world.threads.copy(call.owner, call.path["thread_id"])).encoded)
    except ThreadNotFound as error:  # only for this operation, the reference server responds with 409
        raise Conflict from error


async def get_thread_storage(world: World, call: Call) -> Answer:
    thread = world.threads.get(call.owner, call.path["thread_id"])
    storage = world.checkpoints.storage(thread.thread_id)
    return Answer({"thread_id": thread.thread_id, **storage.to_json()})


def _filter(body: Mapping[str, Any]) -> ThreadFilter:
    return ThreadFilter(
        metadata=looked_for(body, "metadata"),
        values=looked_for(body, "values"),
        status=body.get("status"),
    )


def _ids(body: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(canonical(given, "body.ids") for given in body.get("ids") or ())


def _selected(thread: Thread, select: frozenset[str], extract: Extract) -> dict[str, Any]:
    fields = {name: value for name, value in thread.to_json().items() if not select or name in select}
    return {**fields, "extracted": extract.from_thread(thread)} if extract.paths else fields
