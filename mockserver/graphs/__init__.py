"""What runs when a run runs: real graphs of the langgraph library, and the states they leave behind.

langgraph takes half a second to import, and a mock that is asked for no state needs none: so the functions
here import what they need when they are called.
"""
# ruff: noqa: PLC0415

from typing import TYPE_CHECKING, Any

import orjson

from mockserver.errors import GraphIsBroken
from mockserver.graphs.langgraph_json import LanggraphJson
from mockserver.state.world import World

if TYPE_CHECKING:
    from mockserver.graphs.introspection import Structure
    from mockserver.graphs.thread_states import States


def states(world: World) -> "States":
    """The way to the states of the world's threads."""
    from mockserver.graphs.thread_states import States

    return States(world)


def structures(world: World, owner: str) -> "Structure":
    """What the world's graphs are made of, for the owner who asks."""
    from mockserver.graphs.introspection import Structure

    return Structure(world, owner)


def told(value: Any) -> orjson.Fragment:
    """JSON of what graphs may have given, and JSON has no word for."""
    from mockserver.graphs import serialize as wire

    return wire.encoded(value)


def mounted(config: LanggraphJson, *, allow_tracing: bool = False, url: str | None = None) -> dict[str, Any]:
    """The user's graphs, by graph id; for one that can't be imported, why not."""
    from mockserver.graphs import load as mounting

    return mounting.mounted(config, allow_tracing=allow_tracing, url=url)


def broken(world: World) -> list[GraphIsBroken]:
    """Those that could not be imported."""
    if not world.graphs:
        return []
    from mockserver.graphs.load import Broken

    there = world.graphs.items()
    return [GraphIsBroken(name, graph.problem) for name, graph in there if isinstance(graph, Broken)]
