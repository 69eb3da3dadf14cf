"""What the mock does for each operation: a function named by its operationId. HTTP words in and out."""

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction

from mockserver.call import Answer, Call
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
    streaming,
    system,
    threads,
)
from mockserver.state.world import World

Handler = Callable[[World, Call], Awaitable[Answer]]

AREAS = (
    assistants,
    assistant_graphs,
    threads,
    state,
    runs,
    stateless_runs,
    streaming,
    events,
    crons,
    store,
    a2a,
    mcp,
    metrics,
    system,
)


def find(operation_id: str) -> Handler | None:
    for area in AREAS:
        handler: Handler | None = vars(area).get(operation_id)
        if iscoroutinefunction(handler) and not operation_id.startswith("_"):
            return handler
    return None
