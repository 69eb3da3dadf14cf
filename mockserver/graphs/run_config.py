"""Conversion of a run request for langgraph: input or command, config, context."""

from collections.abc import Mapping
from importlib.metadata import version
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

from langchain_core.runnables import RunnableConfig

from mockserver.graphs.load import Graph
from mockserver.graphs.message_ids import with_message_ids
from mockserver.graphs.run_command import command
from mockserver.graphs.user import User, authentication
from mockserver.state.assistants import Assistant
from mockserver.state.runs import Run
from mockserver.state.world import World

SERVER = MappingProxyType(
    {
        "langgraph_version": version("langgraph"),
        "langgraph_api_version": version("langgraph-contract"),
        "langgraph_plan": "enterprise",
        "langgraph_host": "self-hosted",
    }
)
"""Metadata of a run about the server; plan and host are those of `langgraph dev`."""

RECURSION_LIMIT = 10_011
"""Default limit of supersteps in the config for functions that build a graph."""

CHECKPOINT = ("checkpoint_id", "checkpoint_ns", "checkpoint_map")
"""Keys of a checkpoint that a client chooses; the thread is that of the request."""


def run_input(world: World, graph: Graph, run: Run) -> Any:
    if requested := run.kwargs.get("command"):
        return command(requested)
    value = run.kwargs.get("input")
    # without a seed, langgraph generates the message ids, as on other servers
    return with_message_ids(graph, value, world.ids.message) if world.seeded else value


def run_config(world: World, run: Run, assistant: Assistant, graph: Graph | None = None) -> RunnableConfig:
    """Return the config for building the graph, or, given the graph, the one for running it."""
    requested = run.kwargs.get("config") or {}
    # other fields, tags and the recursion limit, are copied unchanged
    config: dict[str, Any] = {**assistant.config, **requested}
    config["configurable"] = {
        "user_id": run.owner,
        **_configurable(run, assistant, graph),
        **_checkpoint(run),
        **authentication(run.owner, User.of(run.owner) if run.owner else None),
        "langgraph_request_id": run.request_id,
        "__after_seconds__": run.kwargs.get("after_seconds") or 0,
        "__request_start_time_ms__": UUID(run.run_id).int >> 80,  # first bits of a version 7 UUID
        "thread_id": run.thread_id,
        "run_id": run.run_id,
        "graph_id": assistant.graph_id,
        "assistant_id": assistant.assistant_id,
    }
    config["metadata"] = {**run.metadata, "run_attempt": 1, **SERVER, "langgraph_api_url": world.url}
    config["run_id"] = UUID(run.run_id)
    return cast("RunnableConfig", config)  # clients may send further keys of any type


def factory_config(
    config: Mapping[str, Any], user: User | None, owner: str, *, executes: bool
) -> dict[str, Any]:
    """Return the config for a function that builds a graph, with all keys present."""
    configurable = {
        **config.get("configurable", {}),
        **authentication(owner, user),
        "__is_for_execution__": executes,
    }
    plain = {
        key: value
        for key, value in configurable.items()
        if not key.startswith("__") and isinstance(value, str | int | float)
    }
    return {
        "tags": [],
        "callbacks": None,
        "recursion_limit": RECURSION_LIMIT,
        **config,
        "metadata": {**plain, **config.get("metadata", {})},
        "configurable": configurable,
    }


def run_context(graph: Graph, run: Run, assistant: Assistant) -> Mapping[str, Any]:
    return _known(run_request_context(run, assistant), graph)


def run_request_context(run: Run, assistant: Assistant) -> Mapping[str, Any]:
    """Return the context before it is filtered by the graph's schema."""
    return {**assistant.context, **_requested_context(run)}


def durability(run: Run) -> str:
    """Return the durability; `checkpoint_during` is its older name."""
    requested: str | None = run.kwargs.get("durability")
    return requested or ("exit" if run.kwargs.get("checkpoint_during") is False else "async")


def _configurable(run: Run, assistant: Assistant, graph: Graph | None) -> Mapping[str, Any]:
    configurable = {**assistant.config.get("configurable", {}), **_requested_context(run)}
    return _known(configurable, graph) if graph and run.kwargs.get("context") else configurable


def _requested_context(run: Run) -> Mapping[str, Any]:
    """Return the requested context. `context` and `configurable` mirror each other: only one is set."""
    config = run.kwargs.get("config") or {}
    requested: Mapping[str, Any] = run.kwargs.get("context") or config.get("configurable") or {}
    return requested


def _known(context: Mapping[str, Any], graph: Graph) -> Mapping[str, Any]:
    """Return the keys that the graph's schema has, or all keys without a schema."""
    properties = (graph.get_context_jsonschema() or {}).get("properties") if context else None
    return {key: value for key, value in context.items() if key in properties} if properties else context


def _checkpoint(run: Run) -> dict[str, Any]:
    requested = {"checkpoint_id": run.kwargs.get("checkpoint_id"), **(run.kwargs.get("checkpoint") or {})}
    return {key: requested[key] for key in CHECKPOINT if requested.get(key) is not None}
