"""Assistants: create, read, update, delete, search, count, versions."""

from collections.abc import Mapping
from typing import Any

from mockserver.call import Answer, Call
from mockserver.handlers.search import encoded, looked_for, pagination, search_of, selected
from mockserver.handlers.uuids import canonical
from mockserver.runs.cancel import stop
from mockserver.state.assistants import AssistantFilter
from mockserver.state.crons import CronFilter
from mockserver.state.metadata import client_metadata
from mockserver.state.turns import in_turns
from mockserver.state.world import World


async def create_assistant(world: World, call: Call) -> Answer:
    body = call.body
    given = body.get("assistant_id")
    assistant = world.assistants.create(
        call.owner,
        assistant_id=canonical(given, "body.assistant_id") if given else world.ids.assistant(),
        graph_id=body["graph_id"],
        if_exists=body.get("if_exists", "raise"),
        config=body.get("config"),
        context=body.get("context"),
        metadata=client_metadata(body.get("metadata")),
        name=body.get("name") or "Untitled",
        description=body.get("description"),
    )
    return Answer(assistant.encoded)


async def get_assistant(world: World, call: Call) -> Answer:
    return Answer(world.assistants.get(call.owner, call.path["assistant_id"]).encoded)


async def update_assistant(world: World, call: Call) -> Answer:
    body = call.body
    assistant = world.assistants.update(
        call.owner,
        call.path["assistant_id"],
        config=body.get("config"),
        context=body.get("context"),
        metadata=client_metadata(body.get("metadata")),
        graph_id=body.get("graph_id"),
        name=body.get("name"),
        description=body.get("description"),
    )
    return Answer(assistant.encoded)


async def delete_assistant(world: World, call: Call) -> Answer:
    assistant_id = call.path["assistant_id"]
    world.assistants.delete(call.owner, assistant_id)
    world.crons.forget(call.owner, CronFilter(assistant_id=assistant_id))
    async for run in in_turns(world.runs.unfinished_of(call.owner)):
        if run.assistant_id == assistant_id:
            await stop(world, run, "interrupt")
    if call.query.get("delete_threads", False):
        await world.threads.delete_of(call.owner, assistant_id)
    return Answer(status=204)


async def search_assistants(world: World, call: Call) -> Answer:
    search = search_of(call.body, _filter(world, call.body), sort_by="created_at")
    page = await world.assistants.search(call.owner, search)
    found = [assistant.encoded for assistant in page.found]
    if select := call.body.get("select"):
        found = [encoded(selected(one.to_json(), select)) async for one in in_turns(page.found)]
    return Answer(found, headers=pagination(page))


async def count_assistants(world: World, call: Call) -> Answer:
    return Answer(await world.assistants.count(call.owner, _filter(world, call.body)))


async def list_assistant_versions(world: World, call: Call) -> Answer:
    versions = await world.assistants.versions(
        call.owner,
        call.path["assistant_id"],
        AssistantFilter(metadata=looked_for(call.body, "metadata")),
        limit=int(call.body.get("limit", 10)),
        offset=int(call.body.get("offset", 0)),
    )
    return Answer([encoded(version.version_to_json()) async for version in in_turns(versions)])


async def set_latest_assistant_version(world: World, call: Call) -> Answer:
    assistant_id, version = call.path["assistant_id"], call.body["version"]
    return Answer(world.assistants.set_latest(call.owner, assistant_id, version).encoded)


def _filter(world: World, body: Mapping[str, Any]) -> AssistantFilter:
    world.assistants.must_serve(body.get("graph_id"))
    return AssistantFilter(
        graph_id=body.get("graph_id"),
        name=body.get("name") or "",
        metadata=looked_for(body, "metadata"),
    )
