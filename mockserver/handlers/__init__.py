"""Handlers of the operations: functions named by operationId, with HTTP-level input and output."""

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from inspect import iscoroutinefunction
from types import MappingProxyType, ModuleType

from mockserver.handlers import (
    a2a,
    assistant_graphs,
    assistants,
    crons,
    events,
    mcp,
    metrics,
    runs,
    state,
    stateless_runs,
    store,
    system,
    threads,
)
from mockserver.request_response import Request, Response
from mockserver.state.world import World

Handler = Callable[[World, Request], Awaitable[Response]]

STATES = "mockserver.graphs.thread_states", "mockserver.state.expiring_store"
RUNS = *STATES, "mockserver.graphs.execute"

AREAS: Mapping[ModuleType, tuple[str, ...]] = MappingProxyType(
    {
        assistants: (),
        assistant_graphs: ("mockserver.graphs.introspection",),
        threads: (),
        state: STATES,
        runs: RUNS,
        stateless_runs: RUNS,
        events: (*RUNS, "mockserver.events.http_subscriptions"),
        crons: (*RUNS, "croniter"),
        store: STATES,
        a2a: (*RUNS, "mockserver.graphs.introspection", "mockserver.a2a.stream_message"),
        mcp: (*RUNS, "mockserver.mcp.methods"),
        metrics: ("mockserver.handlers.prometheus_text",),
        system: (),
    }
)
"""Modules that are slow to import and needed by all handlers of an area."""


def find(operation_id: str) -> Handler | None:
    for area, modules in AREAS.items():
        handler: Handler | None = vars(area).get(operation_id)
        if iscoroutinefunction(handler) and not operation_id.startswith("_"):
            return _prepared(handler, modules) if modules else handler
    return None


def _prepared(handler: Handler, modules: tuple[str, ...]) -> Handler:
    @wraps(handler)
    async def handle(world: World, request: Request) -> Response:
        await world.imports.need(*modules)
        return await handler(world, request)

    return handle
