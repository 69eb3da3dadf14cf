"""What a run came to, for those who wait for it."""

from collections.abc import Mapping
from typing import Any

import orjson

INTERRUPT = b'"__interrupt__"'


class Outcome:
    """Sees each event of a run, and remembers what matters at the end."""

    def __init__(self) -> None:
        self._told: bytes | None = None
        """The last values; of an interrupted run with what it asks."""

    def take(self, name: str, data: bytes) -> None:
        if name == "values" or (name == "updates" and self._told is None and INTERRUPT in data):
            self._told = data

    def of_success(self, state: Mapping[str, Any]) -> bytes:
        return self._told or of_thread(state)

    def of_error(self, error: Mapping[str, str]) -> bytes:
        return orjson.dumps({"__error__": error})


def of_thread(state: Mapping[str, Any]) -> bytes:
    """What is left of a run's outcome later: what its thread is in.

    `state` has the words of a thread: status, values, interrupts, error.
    """
    if state["status"] == "error":
        return orjson.dumps({"__error__": state["error"]})
    if interrupts := state["interrupts"]:
        return orjson.dumps({"__interrupt__": [asked for task in interrupts.values() for asked in task]})
    return orjson.dumps(state["values"] or {})
