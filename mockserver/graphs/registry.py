"""Graphs by graph id: those built in, and those a world brings."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from langgraph.pregel import Pregel

from mockserver.errors import BadRequest
from mockserver.state.world import World

Graph = Pregel[Any, Any, Any, Any]

BUILT_IN: Mapping[str, str] = MappingProxyType({"agent": "mockserver.graphs.agent"})
"""Graph id -> the module whose `graph` it is."""


def find(world: World, graph_id: Any) -> Graph | None:
    """`graph_id` is what a thread's metadata says, which may be any JSON value."""
    if not isinstance(graph_id, str):
        return None
    if graph_id in BUILT_IN:
        graph: Graph = import_module(BUILT_IN[graph_id]).graph
        return graph
    return world.graphs.get(graph_id)


def need(world: World, thread_id: str, graph_id: Any) -> Graph:
    if graph := find(world, graph_id):
        return graph
    if graph_id is None:
        raise BadRequest(f"Thread {thread_id} has no graph: set metadata.graph_id")
    raise BadRequest(f"Graph {graph_id!r} of thread {thread_id} not found")
