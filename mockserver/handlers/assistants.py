"""Assistants: create, read, update, delete, search, count, versions."""

from collections.abc import Mapping
from typing import Any

from mockserver.handlers.search import contained_in, encoded, pagination, parse_search, selected
from mockserver.handlers.uuids import canonical
from mockserver.request_response import Request, Response
from mockserver.runs.cancel import stop
from mockserver.state.assistants import AssistantFilter
from mockserver.state.crons import CronFilter
from mockserver.state.event_loop import interleaved
from mockserver.state.metadata import client_metadata
from mockserver.state.world import World


async def create_assistant(world: World, request: Request) -> Response:
    body = request.body
    client_id = body.get("assistant_id")
    assistant = world.assistants.create(
        request.owner,
        assistant_id=canonical(client_id, "body.assistant_id") if client_id else world.ids.assistant(),
        graph_id=body["graph_id"],
        if_exists=body.get("if_exists", "raise"),
        config=body.get("config"),
        context=body.get("context"),
        metadata=client_metadata(body.get("metadata")),
        name=body.get("name") or "Untitled",
        description=body.get("description"),
    )
    return Response(assistant.encoded)


async def get_assistant(world: World, request: Request) -> Response:
    return Response(world.assistants.get(request.owner, request.path["assistant_id"]).encoded)


async def update_assistant(world: World, request: Request) -> Response:
    body = request.body
    assistant = world.assistants.update(
        request.owner,
        request.path["assistant_id"],
        config=body.get("config"),
        context=body.get("context"),
        metadata=client_metadata(body.get("metadata")),
        graph_id=body.get("graph_id"),
        name=body.get("name"),
        description=body.get("description"),
    )
    return Response(assistant.encoded)


async def delete_assistant(world: World, request: Request) -> Response:
    assistant_id = request.path["assistant_id"]
    world.assistants.delete(request.owner, assistant_id)
    world.crons.forget(request.owner, CronFilter(assistant_id=assistant_id))
    async for run in interleaved(world.runs.unfinished_of(request.owner)):
        if run.assistant_id == assistant_id:
            await stop(world, run, "interrupt")
    if request.query.get("delete_threads", False):
        await world.threads.delete_of(request.owner, assistant_id)
    return Response(status=204)


async def search_assistants(world: World, request: Request) -> Response:
    search = parse_search(request.body, _filter(world, request.body), sort_by="created_at")
    page = await world.assistants.search(request.owner, search)
    results = [assistant.encoded for assistant in page.results]
    if select := request.body.get("select"):
        results = [encoded(selected(one.to_json(), select)) async for one in interleaved(page.results)]
    return Response(results, headers=pagination(page))


async def count_assistants(world: World, request: Request) -> Response:
    return Response(await world.assistants.count(request.owner, _filter(world, request.body)))


async def list_assistant_versions(world: World, request: Request) -> Response:
    versions = await world.assistants.versions(
        request.owner,
        request.path["assistant_id"],
        AssistantFilter(metadata=contained_in(request.body, "metadata")),
        limit=int(request.body.get("limit", 10)),
        offset=int(request.body.get("offset", 0)),
    )
    return Response([encoded(version.version_to_json()) async for version in interleaved(versions)])


async def set_latest_assistant_version(world: World, request: Request) -> Response:
    assistant_id, version = request.path["assistant_id"], request.body["version"]
    return Response(world.assistants.set_latest(request.owner, assistant_id, version).encoded)


def _filter(world: World, body: Mapping[str, Any]) -> AssistantFilter:
    world.assistants.must_serve(body.get("graph_id"))
    return AssistantFilter(
        graph_id=body.get("graph_id"),
        name=body.get("name") or "",
        metadata=contained_in(body, "metadata"),
    )
