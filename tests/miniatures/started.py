"""Memory of the runs that were started on threads."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock

NOWHERE = "00000000-0000-4000-8000-000000000000"
"""An id that no resource has."""


async def noted(mock: Mock, request: Request) -> Response:
    """Send the request to the mock, and remember the body of a created run."""
    response = await mock(request)
    if request.operation == "create_thread_run" and response.ok:
        mock.memory.setdefault(f"on {request.thread_id}", []).append(request.json)
        mock.memory[response.json["run_id"]] = request.json
    return response


def bodies(mock: Mock, request: Request) -> list[dict[str, Any]]:
    """Return the bodies of all runs that were created on the thread, oldest first."""
    return mock.memory.get(f"on {request.thread_id}", [])


def body(mock: Mock, request: Request) -> dict[str, Any]:
    """Return the body that created the run in the path."""
    return mock.memory.get(request.run_id, {})


def is_plain(started: dict[str, Any]) -> bool:
    """Return whether the run is only a message for the assistant `agent`, without further options."""
    return started.keys() == {"assistant_id", "input", "metadata"} and started["assistant_id"] == "agent"


async def status(mock: Mock, request: Request) -> str:
    """Return the status of the run in the path, or an empty string if it does not exist."""
    run = await mock(request.to("GET", request.run_path))
    return run.json["status"] if run.ok else ""


def of_batch(request: Request) -> list[dict[str, Any]]:
    """Return the runs of a batch; of any other request, none."""
    runs = json.loads(request.content) if request.operation == "create_runs_batch" else []
    return runs if isinstance(runs, list) and all(isinstance(each, dict) for each in runs) else []


def losing(request: Request, name: str) -> Request:
    """Return the request without this field, in each run of a batch."""
    if runs := of_batch(request):
        kept = [{key: value for key, value in run.items() if key != name} for run in runs]
        return replace(request, content=json.dumps(kept).encode())
    return request.without(name) if name in request.json else request


def starts_with(*fields: str) -> Callable[[Request], bool]:
    """Return a predicate for requests whose body, or each run of whose batch, has these fields."""
    return lambda request: any(
        all(name in run for name in fields) for run in (*of_batch(request), request.json)
    )


def reads(*operations: str) -> Callable[[Request], bool]:
    return lambda request: request.operation in operations


def has(**fields: Any) -> Callable[[Request], bool]:
    """Return a predicate for requests whose body has these fields with these values."""
    return lambda request: all(request.json.get(name, NOWHERE) == value for name, value in fields.items())


def names(*fields: str) -> Callable[[Request], bool]:
    """Return a predicate for requests whose body has these fields, with any values."""
    return lambda request: all(name in request.json for name in fields)
