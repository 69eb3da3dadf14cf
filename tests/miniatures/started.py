"""Memory of the runs that were started on threads."""

from collections.abc import Callable
from typing import Any

from miniatures.miniature import Mock
from miniatures.words import Answered, Asked

NOWHERE = "00000000-0000-4000-8000-000000000000"
"""An id that no resource has."""


async def noted(mock: Mock, asked: Asked) -> Answered:
    """Send the request to the mock, and remember the body of a created run."""
    answer = await mock(asked)
    if asked.operation == "create_thread_run" and answer.ok:
        mock.memory.setdefault(f"on {asked.thread_id}", []).append(asked.json)
        mock.memory[answer.json["run_id"]] = asked.json
    return answer


def bodies(mock: Mock, asked: Asked) -> list[dict[str, Any]]:
    """Return the bodies of all runs that were created on the thread, oldest first."""
    return mock.memory.get(f"on {asked.thread_id}", [])


def body(mock: Mock, asked: Asked) -> dict[str, Any]:
    """Return the body that created the run in the path."""
    return mock.memory.get(asked.run_id, {})


def is_plain(started: dict[str, Any]) -> bool:
    """Return whether the run is only a message for the assistant `agent`, without further options."""
    return started.keys() == {"assistant_id", "input", "metadata"} and started["assistant_id"] == "agent"


async def status(mock: Mock, asked: Asked) -> str:
    """Return the status of the run in the path, or an empty string if it does not exist."""
    run = await mock(asked.to("GET", asked.run_path))
    return run.json["status"] if run.ok else ""


def reads(*operations: str) -> Callable[[Asked], bool]:
    return lambda asked: asked.operation in operations


def has(**fields: Any) -> Callable[[Asked], bool]:
    """Return a predicate for requests whose body has these fields with these values."""
    return lambda asked: all(asked.json.get(name, NOWHERE) == value for name, value in fields.items())


def names(*fields: str) -> Callable[[Asked], bool]:
    """Return a predicate for requests whose body has these fields, with any values."""
    return lambda asked: all(name in asked.json for name in fields)
