"""Tests of the schemas of graphs: each is made once for all requests."""

import asyncio

import orjson
from langgraph.graph.state import CompiledStateGraph

from mockserver.graphs.introspection import Structure
from mockserver.state.assistants import system_id
from mockserver.state.world import World


def test_schemas_of_a_graph_are_made_once(monkeypatch):
    made = []
    make = CompiledStateGraph.get_input_jsonschema
    monkeypatch.setattr(
        CompiledStateGraph, "get_input_jsonschema", lambda graph: made.append(graph) or make(graph)
    )
    world = World(seed=0)
    assistant = world.assistants.get("", system_id("agent"))

    async def read():
        structure = Structure(world, "")
        return [await structure.schemas(assistant) for _ in range(2)], await structure.tool_input(assistant)

    (first, second), tool_input = asyncio.run(read())
    assert orjson.dumps(first) == orjson.dumps(second)
    assert tool_input["properties"]
    assert len(made) == 1
