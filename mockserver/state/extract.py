"""Extraction of values from a thread by path: `values.messages[-1].content`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.errors import InvalidRequest
from mockserver.state.threads import Thread

ROOTS = ("config", "interrupts", "metadata", "values")
MAX_PATHS = 10
ALIAS = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
STEP = re.compile(r"\.([^.\[\]]+)|\[(-?[0-9]+)\]")
MAX_INDEX_DIGITS = 20
"""Digits of an index that are parsed; no list is that long, and Python rejects thousands."""


@dataclass(frozen=True, slots=True)
class Path:
    root: str
    steps: tuple[str | int, ...]
    """Keys of objects and indexes of lists."""

    @classmethod
    def parse(cls, text: str, field: str) -> "Path":
        root = re.split(r"[.\[]", text, maxsplit=1)[0]
        if root not in ROOTS:
            raise InvalidRequest(field, f"{text!r} must start with one of: {', '.join(ROOTS)}")
        steps = list(STEP.finditer(text, len(root)))
        if root + "".join(step[0] for step in steps) != text:
            raise InvalidRequest(field, f"{text!r}: each step must be .key or [index]")
        return cls(root, tuple(step[1] or int(step[2][:MAX_INDEX_DIGITS]) for step in steps))

    def value_in(self, thread: Thread) -> Any:
        """Return the value; `None` if the path leads nowhere."""
        value: Any = getattr(thread, self.root)
        for step in self.steps:
            value = _child(value, step)
        return value


@dataclass(frozen=True, slots=True)
class Extract:
    paths: Mapping[str, Path]
    """Paths by alias."""

    @classmethod
    def from_json(cls, paths: Mapping[str, str]) -> "Extract":
        if len(paths) > MAX_PATHS:
            raise InvalidRequest("body.extract", f"must have at most {MAX_PATHS} paths, not {len(paths)}")
        for alias in paths:
            if not ALIAS.fullmatch(alias):
                raise InvalidRequest("body.extract", f"{alias!r} is not a valid identifier")
        return cls({alias: Path.parse(text, f"body.extract.{alias}") for alias, text in paths.items()})

    def from_thread(self, thread: Thread) -> dict[str, Any]:
        return {alias: path.value_in(thread) for alias, path in self.paths.items()}


def _child(parent: Any, step: str | int) -> Any:
    if isinstance(step, str):
        return parent.get(step) if isinstance(parent, Mapping) else None
    if isinstance(parent, list) and -len(parent) <= step < len(parent):
        return parent[step]
    return None
