"""Result of a run, for clients that wait for it."""

from collections.abc import Mapping
from typing import Any

import orjson

INTERRUPT = "__interrupt__"


class RunResult:
    """Collects from a run's events what its result needs."""

    def __init__(self) -> None:
        self._values: bytes | None = None
        """Data of the last values event; `None` before the first."""
        self._interrupt_event: bytes | None = None
        """Data of the last event with interrupts; `None` without interrupts."""
        self._interrupts: dict[bytes, Any] = {}
        """All interrupts of the run by their JSON. Each interrupted node has an event per stream mode."""

    def add(self, name: str, data: bytes) -> None:
        if name == "values":
            self._values = data
        if name in {"values", "updates"} and (interrupts := _interrupts(data)):
            self._interrupt_event = data
            self._interrupts |= {orjson.dumps(interrupt): interrupt for interrupt in interrupts}

    def of_success(self, state: Mapping[str, Any]) -> bytes:
        if self._interrupt_event is None:
            return self._values or of_thread(state)
        if len(_interrupts(self._interrupt_event)) == len(self._interrupts):
            return self._interrupt_event
        return orjson.dumps({INTERRUPT: [*self._interrupts.values()]})

    def of_error(self, error: Mapping[str, str]) -> bytes:
        return orjson.dumps({"__error__": error})


def of_thread(state: Mapping[str, Any]) -> bytes:
    """Return the result of a past run, derived from the state of its thread.

    `state` has the keys of a thread: status, values, interrupts, error.
    """
    if state["status"] == "error":
        return orjson.dumps({"__error__": state["error"]})
    if interrupts := state["interrupts"]:
        return orjson.dumps({INTERRUPT: [interrupt for task in interrupts.values() for interrupt in task]})
    return orjson.dumps(state["values"] or {})


def failure(result: Any) -> str | None:
    """Return why the run failed; `None` if its result is not an error."""
    error = result.get("__error__") if isinstance(result, dict) else None
    return f"{error['error']}: {error['message']}" if error else None


def _interrupts(data: bytes) -> list[Any]:
    if INTERRUPT.encode() not in data:
        return []
    value = orjson.loads(data)
    interrupts = value.get(INTERRUPT) if isinstance(value, dict) else None
    return interrupts if isinstance(interrupts, list) else []
