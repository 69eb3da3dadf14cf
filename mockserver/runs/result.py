"""What a run came to, for those who wait for it."""

from collections.abc import Mapping
from typing import Any

import orjson

ASKED = "__interrupt__"


class Outcome:
    """Sees each event of a run, and remembers what matters at the end."""

    def __init__(self) -> None:
        self._values: bytes | None = None
        """The last values."""
        self._asking: bytes | None = None
        """The last event that has interrupts."""
        self._interrupts: dict[bytes, Any] = {}
        """All of the run's, by their JSON. Each node that asks has its own event, in each stream mode."""

    def take(self, name: str, data: bytes) -> None:
        if name == "values":
            self._values = data
        if name in {"values", "updates"} and (interrupts := _interrupts(data)):
            self._asking = data
            self._interrupts |= {orjson.dumps(interrupt): interrupt for interrupt in interrupts}

    def of_success(self, state: Mapping[str, Any]) -> bytes:
        if self._asking is None:
            return self._values or of_thread(state)
        if len(_interrupts(self._asking)) == len(self._interrupts):
            return self._asking
        return orjson.dumps({ASKED: [*self._interrupts.values()]})

    def of_error(self, error: Mapping[str, str]) -> bytes:
        return orjson.dumps({"__error__": error})


def of_thread(state: Mapping[str, Any]) -> bytes:
    """What is left of a run's outcome later: what its thread is in.

    `state` has the words of a thread: status, values, interrupts, error.
    """
    if state["status"] == "error":
        return orjson.dumps({"__error__": state["error"]})
    if interrupts := state["interrupts"]:
        return orjson.dumps({ASKED: [asked for task in interrupts.values() for asked in task]})
    return orjson.dumps(state["values"] or {})


def _interrupts(data: bytes) -> list[Any]:
    if ASKED.encode() not in data:
        return []
    told = orjson.loads(data)
    there = told.get(ASKED) if isinstance(told, dict) else None
    return there if isinstance(there, list) else []
