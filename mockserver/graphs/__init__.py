"""Execution of graphs with the langgraph library, and access to the thread states that they produce.

langgraph takes half a second to import, and many mocks never need it: the functions here import on demand.
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
    """Return access to the states of the world's threads."""
    from mockserver.graphs.thread_states import States

    return States(world)


def structures(world: World, owner: str) -> "Structure":
    """Return access to the structure of the world's graphs, for one owner."""
    from mockserver.graphs.introspection import Structure

    return Structure(world, owner)


def json_fragment(value: Any) -> orjson.Fragment:
    """Return the JSON of a value from a graph, which may have types that JSON lacks."""
    from mockserver.graphs import serialize as wire

    return wire.encoded(value)


def mounted(config: LanggraphJson, *, allow_tracing: bool = False, url: str | None = None) -> dict[str, Any]:
    """Return the user's graphs by graph id, or the error of a graph that can't be imported."""
    from mockserver.graphs import load as mounting

    return mounting.mounted(config, allow_tracing=allow_tracing, url=url)


def broken(world: World) -> list[GraphIsBroken]:
    """Return the errors of the graphs that could not be imported."""
    if not world.graphs:
        return []
    from mockserver.graphs.load import Broken

    graphs = world.graphs.items()
    return [GraphIsBroken(name, graph.problem) for name, graph in graphs if isinstance(graph, Broken)]
