"""Threads: create, read, update, delete, search, count, prune, copy, stream."""

from collections.abc import Mapping
from typing import Any

from mockserver.errors import Conflict, ThreadNotFound
from mockserver.graphs import states
from mockserver.handlers.search import contained_in, encoded, pagination, parse_search
from mockserver.handlers.uuids import canonical
from mockserver.request_response import Events, Request, Response
from mockserver.runs import follow
from mockserver.state.event_loop import interleaved
from mockserver.state.extract import Extract
from mockserver.state.metadata import client_metadata
from mockserver.state.threads import Thread, ThreadFilter
from mockserver.state.world import World


async def create_thread(world: World, request: Request) -> Response:
    client_id = request.body.get("thread_id")
    thread_id = canonical(client_id, "body.thread_id") if client_id else world.ids.thread(world.clock.now())
    kwargs: dict[str, Any] = {
        "if_exists": request.body.get("if_exists", "raise"),
        "metadata": client_metadata(request.body.get("metadata")),
        "ttl": request.body.get("ttl"),
    }
    if supersteps := request.body.get("supersteps"):
        await world.imports.need("mockserver.graphs.thread_states", "mockserver.state.expiring_store")
        thread = await states(world).create(request.owner, thread_id, supersteps, **kwargs)
    else:
        thread = world.threads.create(request.owner, thread_id=thread_id, **kwargs)
    return Response(thread.encoded)


async def get_thread(world: World, request: Request) -> Response:
    thread = world.threads.get(request.owner, request.path["thread_id"])
    included = {field.strip() for field in request.query.get("include", "").split(",")}
    if "ttl" in included and (ttl := thread.ttl_to_json()):
        return Response({**thread.to_json(), "ttl": ttl})
    return Response(thread.encoded)


async def update_thread(world: World, request: Request) -> Response:
    thread = world.threads.update(
        request.owner,
        request.path["thread_id"],
        metadata=client_metadata(request.body.get("metadata")),
        ttl=request.body.get("ttl"),
    )
    if "return=minimal" in request.headers.get("prefer", "").replace(" ", "").split(","):
        return Response(status=204)
    return Response(thread.encoded)


async def delete_thread(world: World, request: Request) -> Response:
    world.threads.delete(request.owner, request.path["thread_id"])
    return Response(status=204)


async def search_threads(world: World, request: Request) -> Response:
    body = request.body
    extract = Extract.from_json(body.get("extract") or {})
    search = parse_search(body, _filter(body), sort_by="updated_at")
    page = await world.threads.search(request.owner, search, _ids(body))
    select = frozenset(body.get("select") or ())
    if select or extract.paths:
        results = [encoded(_selected(thread, select, extract)) async for thread in interleaved(page.results)]
    else:
        results = [thread.encoded for thread in page.results]
    return Response(results, headers=pagination(page))


async def count_threads(world: World, request: Request) -> Response:
    return Response(await world.threads.count(request.owner, _filter(request.body), _ids(request.body)))


async def prune_threads(world: World, request: Request) -> Response:
    thread_ids = [canonical(thread_id, "body.thread_ids") for thread_id in request.body["thread_ids"]]
    pruned = await world.threads.prune(request.owner, thread_ids, request.body.get("strategy", "delete"))
    return Response({"pruned_count": pruned})


async def copy_thread(world: World, request: Request) -> Response:
    try:
        return Response((await world.threads.copy(request.owner, request.path["thread_id"])).encoded)
    except ThreadNotFound as error:  # only for this operation, the reference server responds with 409
        raise Conflict from error


async def get_thread_storage(world: World, request: Request) -> Response:
    thread = world.threads.get(request.owner, request.path["thread_id"])
    storage = world.checkpoints.storage(thread.thread_id)
    return Response({"thread_id": thread.thread_id, **storage.to_json()})


async def stream_thread(world: World, request: Request) -> Response:
    thread = world.threads.get(request.owner, request.path["thread_id"])
    modes = request.query.get("stream_modes") or [request.query.get("stream_mode") or "run_modes"]
    after = request.headers.get("last-event-id")
    return Response(Events(follow.thread_events(world, thread.thread_id, after=after, modes=modes)))


def _filter(body: Mapping[str, Any]) -> ThreadFilter:
    return ThreadFilter(
        metadata=contained_in(body, "metadata"),
        values=contained_in(body, "values"),
        status=body.get("status"),
    )


def _ids(body: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(canonical(thread_id, "body.ids") for thread_id in body.get("ids") or ())


def _selected(thread: Thread, select: frozenset[str], extract: Extract) -> dict[str, Any]:
    fields = {name: value for name, value in thread.to_json().items() if not select or name in select}
    return {**fields, "extracted": extract.from_thread(thread)} if extract.paths else fields
