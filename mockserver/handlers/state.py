"""States of a thread: read, update, history."""

from typing import Any

from mockserver.errors import InvalidRequest
from mockserver.graphs import states
from mockserver.graphs.checkpoint_ref import CheckpointRef
from mockserver.request_response import Request, Response
from mockserver.state.threads import Thread
from mockserver.state.world import World


async def get_state(world: World, request: Request) -> Response:
    return await _read(world, request, CheckpointRef(), subgraphs=request.query.get("subgraphs", False))


async def get_state_at_checkpoint(world: World, request: Request) -> Response:
    address = CheckpointRef(request.path["checkpoint_id"])
    return await _read(world, request, address, subgraphs=request.query.get("subgraphs", False))


async def find_state_at_checkpoint(world: World, request: Request) -> Response:
    address = CheckpointRef.from_json(request.body["checkpoint"], "body.checkpoint")
    return await _read(world, request, address, subgraphs=request.body.get("subgraphs", False))


async def update_state(world: World, request: Request) -> Response:
    checkpoint = {
        "checkpoint_id": request.body.get("checkpoint_id"),
        **(request.body.get("checkpoint") or {}),
    }
    address = CheckpointRef.from_json(checkpoint, "body.checkpoint")
    put = await states(world).update(
        _thread(world, request), address, request.body.get("values"), request.body.get("as_node")
    )
    # the same value three times: older clients read `configurable` and `checkpoint_id`
    return Response({"checkpoint": put, "configurable": put, "checkpoint_id": put["checkpoint_id"]})


async def list_history(world: World, request: Request) -> Response:
    thread = _thread(world, request)
    limit, before = request.query.get("limit", 1), request.query.get("before")
    return Response(
        await states(world).history(thread, CheckpointRef(), limit=limit, before=before, metadata={})
    )


async def search_history(world: World, request: Request) -> Response:
    body = request.body
    return Response(
        await states(world).history(
            _thread(world, request),
            CheckpointRef.from_json(body.get("checkpoint"), "body.checkpoint"),
            limit=int(body.get("limit", 1)),  # 2.0 is an integer in JSON Schema
            before=_before(body.get("before") or {}),
            metadata=body.get("metadata") or {},
        )
    )


async def _read(world: World, request: Request, address: CheckpointRef, *, subgraphs: bool) -> Response:
    return Response(await states(world).read(_thread(world, request), address, subgraphs=subgraphs))


def _thread(world: World, request: Request) -> Thread:
    return world.threads.get(request.owner, request.path["thread_id"])


def _before(value: dict[str, Any]) -> str | None:
    """Return the id from the documented `{"checkpoint_id"}` or, as some clients send it, `configurable`."""
    config = value.get("configurable", value)
    if not isinstance(config, dict):
        raise InvalidRequest("body.before.configurable", "must be an object")
    return CheckpointRef.from_json(config, "body.before").checkpoint_id
