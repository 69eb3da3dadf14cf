"""Execution of a run in langgraph's event protocol, for subscribers to events of the thread."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from langchain_core._api.beta_decorator import suppress_langchain_beta_warning

from mockserver.graphs.load import Graph
from mockserver.graphs.run_config import durability, run_config, run_context, run_input
from mockserver.state.assistants import Assistant
from mockserver.state.runs import Run
from mockserver.state.world import World


async def protocol_events(
    world: World, graph: Graph, run: Run, assistant: Assistant
) -> AsyncGenerator[tuple[str, Any], None]:
    """Yield name and data of each event: its method with its namespace, and the event itself."""
    kwargs: dict[str, Any] = {
        "context": run_context(graph, run, assistant),
        "interrupt_before": run.kwargs.get("interrupt_before"),
        "interrupt_after": run.kwargs.get("interrupt_after"),
    }
    if graph.checkpointer:
        kwargs["durability"] = durability(run)
    value, config = run_input(world, graph, run), run_config(world, run, assistant, graph)
    with suppress_langchain_beta_warning():
        events: Any = await graph.astream_events(value, config, version="v3", **kwargs)
    async with events, aclosing(aiter(events)) as each:
        async for event in each:
            if protocol_event := _event(event, int(world.clock.now().timestamp() * 1000)):
                yield protocol_event


def _event(event: Mapping[str, Any], timestamp: int) -> tuple[str, dict[str, Any]] | None:
    """Return the event; `None` for a message that no model streamed, since `values` contains it."""
    method, params = event["method"], event["params"]
    data = params["data"]
    if method == "messages":
        data = data[0]
        if not isinstance(data, dict):
            return None
    name = "|".join((method, *params["namespace"]))
    return name, {
        "type": "event",
        "method": method,
        "params": {**params, "data": data, "timestamp": timestamp},
    }
