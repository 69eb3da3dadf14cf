"""Graphs by graph id: the built-in ones and those of a world."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import Any

from langgraph_sdk.runtime import AccessContext

from mockserver.errors import ApiError, GraphIsBroken, GraphNotFound
from mockserver.graphs.factory import Factory, runtime_of
from mockserver.graphs.import_path import sentence
from mockserver.graphs.load import Broken, Graph, servable
from mockserver.graphs.run_config import factory_config
from mockserver.graphs.tracing import untraced
from mockserver.graphs.user import User
from mockserver.state.saver import ThreadSaver
from mockserver.state.world import World

__all__ = ["Graph", "bound", "opened"]

RUN: AccessContext = "threads.create_run"


@asynccontextmanager
async def opened(
    world: World,
    graph_id: str,
    config: Mapping[str, Any] | None = None,
    *,
    owner: str = "",
    access: AccessContext = "assistants.read",
    context: Mapping[str, Any] | None = None,
) -> AsyncIterator[Graph]:
    """Yield the graph until the end of the block. Tracing is off in the block.

    A user's function builds its graph for this block, and gets the owner and the purpose.

    Raises:
        GraphNotFound: the id is unknown, or the graph is broken.

    """
    mounted = _mounted(world, graph_id)
    with untraced(allowed=world.allow_tracing):
        if not isinstance(mounted, Factory):
            yield mounted
            return
        user = User.of(owner) if owner or access != RUN else None
        runtime = runtime_of(access, user=user, store=world.stores.of(owner), context=context)
        async with AsyncExitStack() as stack:
            factory_input = factory_config(config or {}, user, owner, executes=access == RUN)
            yield await _enter(stack, mounted.open_graph(factory_input, runtime), graph_id)


def bound(world: World, graph: Graph, saver: ThreadSaver | None, owner: str) -> Graph:
    """Return the graph with one thread's checkpoints and its owner's store."""
    return graph.copy(update={"checkpointer": saver, "store": world.stores.of(owner)})


def _mounted(world: World, graph_id: str) -> Graph | Factory:
    if graph_id not in world.graph_ids:
        raise GraphNotFound(graph_id)
    if graph_id in world.scenarios:
        scenario: Graph = world.scenarios[graph_id].graph(world.pace)
        return scenario
    mounted: Graph | Factory | Broken | None = world.graphs.get(graph_id) or world.compiled.get(graph_id)
    if mounted is None:
        module = import_module(f"mockserver.built_in.{graph_id}")
        mounted = module.built(world.pace) if hasattr(module, "built") else module.graph
        world.compiled[graph_id] = mounted
    if isinstance(mounted, Broken):
        raise GraphIsBroken(graph_id, mounted.problem)
    return mounted


async def _enter(stack: AsyncExitStack, context: AbstractAsyncContextManager[Any], graph_id: str) -> Graph:
    try:
        graph = servable(await stack.enter_async_context(context), graph_id)
    except ApiError:
        raise
    except Exception as error:
        raise GraphIsBroken(graph_id, sentence(error)) from error
    if isinstance(graph, Factory):
        raise GraphIsBroken(graph_id, "the graph factory returned another function instead of a graph")
    return graph
