"""Handlers of the control plane: functions named by the operationId of `spec/control.yaml`."""

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction

from mockserver.control.handlers import (
    clock,
    faults,
    journal,
    scenarios,
    seed_data,
    sessions,
    snapshots,
    system,
    threads,
)
from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.request_response import Request, Response

ControlHandler = Callable[[Sessions, Session, Request], Awaitable[Response]]

AREAS = (clock, faults, journal, scenarios, seed_data, sessions, snapshots, system, threads)


def find(operation_id: str) -> ControlHandler:
    """Return the handler of an operation.

    Raises:
        LookupError: the operation has no handler.

    """
    for area in AREAS:
        handler: ControlHandler | None = vars(area).get(operation_id)
        if iscoroutinefunction(handler) and not operation_id.startswith("_"):
            return handler
    raise LookupError(operation_id)
