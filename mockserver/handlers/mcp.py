"""The Model Context Protocol over HTTP: one message in, one response out."""
# ruff: noqa: PLC0415 - the protocol's types take 0.3 s to import, and few clients use them

from typing import Any

from mockserver.call import Answer, Call, Late
from mockserver.state.world import World

ALLOWED = "DELETE, POST"


async def call_mcp(world: World, call: Call) -> Answer:
    if {"id", "method"} <= call.body.keys():
        return Answer(Late(_answered(world, call)))
    return Answer(b"", status=202)


async def get_mcp(_world: World, _call: Call) -> Answer:
    return Answer(b"", status=405, headers={"Allow": ALLOWED})


async def delete_mcp(_world: World, _call: Call) -> Answer:
    return Answer(b"", status=404)


async def _answered(world: World, call: Call) -> dict[str, Any]:
    from mockserver.mcp.methods import answered

    return await answered(world, call.owner, call.body)
