"""Crons: create, read, update, delete, search, count."""

from collections.abc import Mapping
from typing import Any

from mockserver.call import Answer, Call
from mockserver.errors import BadRequest
from mockserver.handlers.search import encoded, looked_for, pagination, search_of, selected
from mockserver.handlers.uuids import canonical
from mockserver.runs.cron_runner import watch
from mockserver.runs.start import asked
from mockserver.state.crons import OF_THE_CRON, CronFilter, of_its_runs
from mockserver.state.metadata import client_metadata
from mockserver.state.turns import in_turns
from mockserver.state.world import World


async def create_cron(world: World, call: Call) -> Answer:
    return _created(world, call, None, on_run_completed=call.body.get("on_run_completed", "delete"))


async def create_thread_cron(world: World, call: Call) -> Answer:
    thread = world.threads.get(call.owner, call.path["thread_id"])
    return _created(world, call, thread.thread_id, on_run_completed=None)


async def get_cron(world: World, call: Call) -> Answer:
    return Answer(world.crons.get(call.owner, call.path["cron_id"]).to_json())


async def update_cron(world: World, call: Call) -> Answer:
    if not call.body:
        raise BadRequest("body: at least one field to change is required")
    cron = world.crons.get(call.owner, call.path["cron_id"])
    payload = {name: value for name, value in call.body.items() if name != "assistant_id"}
    metadata = {**cron.metadata, **client_metadata(call.body.get("metadata"))}
    if "metadata" in call.body:
        payload["metadata"] = metadata
    asked(world, call.owner, cron.thread_id, {**of_its_runs(payload), "assistant_id": cron.assistant_id})
    changes = {name: value for name, value in call.body.items() if name in OF_THE_CRON}
    cron = world.crons.update(cron, {**changes, "metadata": metadata}, payload)
    watch(world)
    return Answer(cron.to_json())


async def delete_cron(world: World, call: Call) -> Answer:
    world.crons.delete(call.owner, call.path["cron_id"])
    watch(world)
    return Answer(status=204)


async def search_crons(world: World, call: Call) -> Answer:
    body = call.body
    wanted = _filter(body, enabled=body.get("enabled"))
    page = await world.crons.search(call.owner, search_of(body, wanted, sort_by="created_at"))
    select = body.get("select")
    found = [
        encoded(selected(cron.to_json(), select) if select else cron.to_json())
        async for cron in in_turns(page.found)
    ]
    return Answer(found, headers=pagination(page))


async def count_crons(world: World, call: Call) -> Answer:
    return Answer(await world.crons.count(call.owner, _filter(call.body)))


def _created(world: World, call: Call, thread_id: str | None, *, on_run_completed: str | None) -> Answer:
    body = call.body
    assistant_id = asked(world, call.owner, thread_id, of_its_runs(body)).assistant.assistant_id
    metadata = client_metadata(body.get("metadata"))
    said = {"metadata": metadata} if "metadata" in body else {}
    cron = world.crons.create(
        call.owner,
        assistant_id=assistant_id,
        thread_id=thread_id,
        schedule=body["schedule"],
        timezone=body.get("timezone"),
        end_time=body.get("end_time"),
        on_run_completed=on_run_completed,
        enabled=body.get("enabled", True),
        metadata=metadata,
        payload={**body, "assistant_id": assistant_id, **said},
    )
    watch(world)
    return Answer(cron.to_json())


def _filter(body: Mapping[str, Any], *, enabled: bool | None = None) -> CronFilter:
    ids = {
        name: canonical(body[name], f"body.{name}") for name in ("assistant_id", "thread_id") if name in body
    }
    return CronFilter(**ids, metadata=looked_for(body, "metadata"), enabled=enabled)
