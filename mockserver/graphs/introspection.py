"""Structure of an assistant's graph: its drawing, its subgraphs, the schemas of its data."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any

import orjson
from langchain_core.utils.pydantic import create_model_v2
from langgraph.channels.base import BaseChannel
from langgraph.pregel import Pregel
from langgraph.pregel.protocol import PregelProtocol
from pydantic import TypeAdapter

from mockserver.errors import GraphNotFound, InvalidRequest
from mockserver.graphs.registry import Graph, opened
from mockserver.graphs.serialize import encoded
from mockserver.graphs.tool_input import ANYTHING, tool_input
from mockserver.state.assistants import Assistant
from mockserver.state.event_loop import in_thread
from mockserver.state.world import World

Schema = dict[str, Any]

NOT_CONFIGURED = ("__pregel_checkpointer", "__pregel_store", "checkpoint_id", "checkpoint_ns", "thread_id")
"""Keys of `configurable` that the server sets, omitted from schemas."""


class Structure:
    def __init__(self, world: World, owner: str) -> None:
        """Inspect graphs on behalf of `owner`."""
        self._world = world
        self._owner = owner

    def _opened(self, assistant: Assistant) -> AbstractAsyncContextManager[Graph]:
        return opened(self._world, assistant.graph_id, assistant.config, owner=self._owner)

    async def drawing(self, assistant: Assistant, *, xray: bool | int) -> orjson.Fragment:
        """Return nodes and edges. With `xray`, subgraphs replace their nodes, down to that depth."""
        async with self._opened(assistant) as graph:
            try:
                drawn = (await graph.aget_graph(xray=xray)).to_json()
            except NotImplementedError as error:
                raise InvalidRequest("assistant_id", "its graph can't be drawn") from error
        for node in drawn["nodes"]:
            if isinstance(node.get("data"), dict):
                node["data"].pop("id", None)  # the path of a Python class
        return encoded(drawn)

    async def schemas(self, assistant: Assistant) -> orjson.Fragment:
        async with self._opened(assistant) as graph:
            return await in_thread(lambda: encoded({"graph_id": assistant.graph_id, **self._schemas(graph)}))

    async def tool_input(self, assistant: Assistant) -> Mapping[str, Any]:
        """Return the input schema for a tool; it allows any input if the graph has no schema."""
        try:
            async with self._opened(assistant) as graph:
                return await in_thread(lambda: tool_input(self._input(graph)))
        except GraphNotFound:
            return ANYTHING

    async def subgraphs(
        self, assistant: Assistant, *, namespace: str | None = None, recurse: bool
    ) -> orjson.Fragment:
        """Return schemas by namespace, for one namespace if it is given."""
        async with self._opened(assistant) as graph:
            subgraphs_found = graph.aget_subgraphs(namespace=namespace, recurse=recurse)
            by_namespace = {place: subgraph async for place, subgraph in subgraphs_found}
            return await in_thread(
                lambda: encoded({place: self._schemas(subgraph) for place, subgraph in by_namespace.items()})
            )

    def _input(self, graph: PregelProtocol[Any, Any, Any, Any]) -> Schema | None:
        return (
            self._known(graph, "input_schema", graph.get_input_jsonschema)
            if isinstance(graph, Pregel)
            else None
        )

    def _schemas(self, graph: PregelProtocol[Any, Any, Any, Any]) -> dict[str, Schema | None]:
        if not isinstance(graph, Pregel):  # a graph on another server
            return dict.fromkeys(("input_schema", "output_schema", "state_schema"))
        return {
            "input_schema": self._input(graph),
            "output_schema": self._known(graph, "output_schema", graph.get_output_jsonschema),
            "state_schema": self._known(graph, "state_schema", lambda: _state(graph)),
            "config_schema": self._known(graph, "config_schema", lambda: _configurable(graph)),
            "context_schema": self._known(graph, "context_schema", graph.get_context_jsonschema),
        }

    def _known(self, graph: Graph, name: str, schema: Callable[[], Schema | None]) -> Schema | None:
        """Return a schema of the graph, which is made once."""
        known = self._world.schemas.setdefault(graph, {})
        if name not in known:
            known[name] = _or_none(schema)
        made: Schema | None = known[name]
        return made


def _or_none(schema: Callable[[], Schema | None]) -> Schema | None:
    # graphs may have values of any Python type, and pydantic raises many errors for types without a schema
    with suppress(Exception):
        return schema()
    return None


def _state(graph: Graph) -> Schema:
    """Return the schema of all visible channels; a type without a schema allows anything."""
    fields = {name: (_type(graph.channels[name]), None) for name in graph.stream_channels_list}
    return create_model_v2(graph.get_name("State"), field_definitions=fields).model_json_schema()


def _type(channel: object) -> Any:
    value_type: Any = channel.UpdateType if isinstance(channel, BaseChannel) else Any
    return value_type if _or_none(lambda: TypeAdapter(value_type).json_schema()) else Any


def _configurable(graph: Graph) -> Schema:
    """Return the context's schema for `config.configurable`; an empty one for a graph without context."""
    schema: Mapping[str, Any] = graph.get_context_jsonschema() or {}
    if "properties" not in schema:
        return dict(schema)
    properties = {name: of for name, of in schema["properties"].items() if name not in NOT_CONFIGURED}
    return {**schema, "properties": properties}
