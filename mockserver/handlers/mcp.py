"""The Model Context Protocol over HTTP: one message in, one response out."""
# ruff: noqa: PLC0415 - the protocol's types take 0.3 s to import, and few clients use them

from typing import Any

from mockserver.request_response import DeferredJSON, Request, Response
from mockserver.state.world import World

ALLOWED = "DELETE, POST"


async def call_mcp(world: World, request: Request) -> Response:
    if {"id", "method"} <= request.body.keys():
        return Response(DeferredJSON(_response_to(world, request)))
    return Response(b"", status=202)


async def get_mcp(_world: World, _call: Request) -> Response:
    return Response(b"", status=405, headers={"Allow": ALLOWED})


async def delete_mcp(_world: World, _call: Request) -> Response:
    return Response(b"", status=404)


async def _response_to(world: World, request: Request) -> dict[str, Any]:
    from mockserver.mcp.methods import response_to

    return await response_to(world, request.owner, request.body)
