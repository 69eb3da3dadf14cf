"""Crons: create, read, update, delete, search, count."""

from collections.abc import Mapping
from typing import Any

from mockserver.errors import BadRequest
from mockserver.handlers.search import contained_in, encoded, pagination, parse_search, selected
from mockserver.handlers.uuids import canonical
from mockserver.request_response import Request, Response
from mockserver.runs.crons import create, watch
from mockserver.runs.start import run_request
from mockserver.state.crons import OF_THE_CRON, CronFilter, of_its_runs
from mockserver.state.event_loop import interleaved
from mockserver.state.metadata import client_metadata
from mockserver.state.world import World


async def create_cron(world: World, request: Request) -> Response:
    return Response(create(world, request.owner, request.body, thread_id=None).to_json())


async def create_thread_cron(world: World, request: Request) -> Response:
    thread = world.threads.get(request.owner, request.path["thread_id"])
    cron = create(world, request.owner, request.body, thread_id=thread.thread_id)
    return Response(cron.to_json())


async def get_cron(world: World, request: Request) -> Response:
    return Response(world.crons.get(request.owner, request.path["cron_id"]).to_json())


async def update_cron(world: World, request: Request) -> Response:
    if not request.body:
        raise BadRequest("body: at least one field to change is required")
    cron = world.crons.get(request.owner, request.path["cron_id"])
    payload = {name: value for name, value in request.body.items() if name != "assistant_id"}
    metadata = {**cron.metadata, **client_metadata(request.body.get("metadata"))}
    if "metadata" in request.body:
        payload["metadata"] = metadata
    run_request(
        world, request.owner, cron.thread_id, {**of_its_runs(payload), "assistant_id": cron.assistant_id}
    )
    changes = {name: value for name, value in request.body.items() if name in OF_THE_CRON}
    cron = world.crons.update(cron, {**changes, "metadata": metadata}, payload)
    watch(world)
    return Response(cron.to_json())


async def delete_cron(world: World, request: Request) -> Response:
    world.crons.delete(request.owner, request.path["cron_id"])
    watch(world)
    return Response(status=204)


async def search_crons(world: World, request: Request) -> Response:
    body = request.body
    cron_filter = _filter(body, enabled=body.get("enabled"))
    page = await world.crons.search(request.owner, parse_search(body, cron_filter, sort_by="created_at"))
    select = body.get("select")
    results = [
        encoded(selected(cron.to_json(), select) if select else cron.to_json())
        async for cron in interleaved(page.results)
    ]
    return Response(results, headers=pagination(page))


async def count_crons(world: World, request: Request) -> Response:
    return Response(await world.crons.count(request.owner, _filter(request.body)))


def _filter(body: Mapping[str, Any], *, enabled: bool | None = None) -> CronFilter:
    ids = {
        name: canonical(body[name], f"body.{name}") for name in ("assistant_id", "thread_id") if name in body
    }
    return CronFilter(**ids, metadata=contained_in(body, "metadata"), enabled=enabled)
