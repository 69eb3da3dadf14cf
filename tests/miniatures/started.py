"""What a miniature remembers of the runs that were started on threads."""

from collections.abc import Callable
from typing import Any

from miniatures.miniature import Mock
from miniatures.words import Answered, Asked

NOWHERE = "00000000-0000-4000-8000-000000000000"
"""An id that nothing has."""


async def noted(mock: Mock, asked: Asked) -> Answered:
    """The mock's answer. What a run that is created was asked with is kept."""
    answer = await mock(asked)
    if asked.operation == "create_thread_run" and answer.ok:
        mock.memory.setdefault(f"on {asked.thread_id}", []).append(asked.json)
        mock.memory[answer.json["run_id"]] = asked.json
    return answer


def bodies(mock: Mock, asked: Asked) -> list[dict[str, Any]]:
    """Of all runs that were created on the thread, oldest first."""
    return mock.memory.get(f"on {asked.thread_id}", [])


def body(mock: Mock, asked: Asked) -> dict[str, Any]:
    """Of the run that is asked about."""
    return mock.memory.get(asked.run_id, {})


def is_plain(started: dict[str, Any]) -> bool:
    """A message for the assistant, and nothing special about it."""
    return started.keys() == {"assistant_id", "input", "metadata"} and started["assistant_id"] == "agent"


async def status(mock: Mock, asked: Asked) -> str:
    """Of the run that the path is about; nothing if there is none."""
    run = await mock(asked.to("GET", asked.run_path))
    return run.json["status"] if run.ok else ""


def reads(*operations: str) -> Callable[[Asked], bool]:
    return lambda asked: asked.operation in operations


def has(**fields: Any) -> Callable[[Asked], bool]:
    """Requests whose body has these fields."""
    return lambda asked: all(asked.json.get(name, NOWHERE) == value for name, value in fields.items())


def names(*fields: str) -> Callable[[Asked], bool]:
    """Requests whose body has these fields, whatever they are."""
    return lambda asked: all(name in asked.json for name in fields)
