"""States of a thread: read, update, history."""

from typing import Any

from mockserver.call import Answer, Call
from mockserver.errors import InvalidRequest
from mockserver.graphs import states
from mockserver.graphs.checkpoint_ref import Address
from mockserver.state.threads import Thread
from mockserver.state.world import World


async def get_state(world: World, call: Call) -> Answer:
    return await _read(world, call, Address(), subgraphs=call.query.get("subgraphs", False))


async def get_state_at_checkpoint(world: World, call: Call) -> Answer:
    address = Address(call.path["checkpoint_id"])
    return await _read(world, call, address, subgraphs=call.query.get("subgraphs", False))


async def find_state_at_checkpoint(world: World, call: Call) -> Answer:
    address = Address.from_json(call.body["checkpoint"], "body.checkpoint")
    return await _read(world, call, address, subgraphs=call.body.get("subgraphs", False))


async def update_state(world: World, call: Call) -> Answer:
    checkpoint = {"checkpoint_id": call.body.get("checkpoint_id"), **(call.body.get("checkpoint") or {})}
    address = Address.from_json(checkpoint, "body.checkpoint")
    put = await states(world).update(
        _thread(world, call), address, call.body.get("values"), call.body.get("as_node")
    )
    # the same value three times: older clients read `configurable` and `checkpoint_id`
    return Answer({"checkpoint": put, "configurable": put, "checkpoint_id": put["checkpoint_id"]})


async def list_history(world: World, call: Call) -> Answer:
    thread = _thread(world, call)
    limit, before = call.query.get("limit", 1), call.query.get("before")
    return Answer(await states(world).history(thread, Address(), limit=limit, before=before, metadata={}))


async def search_history(world: World, call: Call) -> Answer:
    body = call.body
    return Answer(
        await states(world).history(
            _thread(world, call),
            Address.from_json(body.get("checkpoint"), "body.checkpoint"),
            limit=int(body.get("limit", 1)),  # 2.0 is an integer in JSON Schema
            before=_before(body.get("before") or {}),
            metadata=body.get("metadata") or {},
        )
    )


async def _read(world: World, call: Call, address: Address, *, subgraphs: bool) -> Answer:
    return Answer(await states(world).read(_thread(world, call), address, subgraphs=subgraphs))


def _thread(world: World, call: Call) -> Thread:
    return world.threads.get(call.owner, call.path["thread_id"])


def _before(written: dict[str, Any]) -> str | None:
    """Return the id from the documented `{"checkpoint_id"}` or, as some clients send it, `configurable`."""
    config = written.get("configurable", written)
    if not isinstance(config, dict):
        raise InvalidRequest("body.before.configurable", "must be an object")
    return Address.from_json(config, "body.before").checkpoint_id
