"""Namespaces of a run: its graph and subgraphs, and their statuses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

Namespace = tuple[str, ...]
"""Path from the outermost subgraph inwards, each as `node:<task id>`; `()` is the run's own graph."""


@dataclass(frozen=True, slots=True)
class Part:
    namespace: Namespace
    status: str
    graph_name: str


def node_of(segment: str) -> str:
    return segment.partition(":")[0]


def is_within(namespace: Sequence[str], prefix: Sequence[str]) -> bool:
    """Return whether the namespace starts with the prefix, whose segments may omit the task id."""
    return len(prefix) <= len(namespace) and all(
        segment == pattern or node_of(segment) == pattern
        for segment, pattern in zip(namespace, prefix, strict=False)
    )


class Namespaces:
    def __init__(self, graph_name: str) -> None:
        self._parts: dict[Namespace, Part] = {(): Part((), "running", graph_name)}

    def part(self, namespace: Namespace) -> Part | None:
        return self._parts.get(namespace)

    def put(self, namespace: Namespace, status: str, graph_name: str | None = None) -> Part:
        """Set the status. Without `graph_name` the name is unchanged, or at first that of the node."""
        existing = self._parts.get(namespace)
        if existing:
            part = replace(existing, status=status, graph_name=graph_name or existing.graph_name)
        else:
            part = Part(namespace, status, graph_name or node_of(namespace[-1]))
        self._parts[namespace] = part
        return part

    def enter(self, namespace: Namespace) -> None:
        """Mark the namespace and those around it as started."""
        for length in range(1, len(namespace) + 1):
            part = self.part(namespace[:length])
            if part is None or part.status != "started":
                self.put(namespace[:length], "started")

    def open_child(self, namespace: Namespace, node: str) -> Part | None:
        """Return the oldest unfinished subgraph of the node."""
        for part in self._open():
            if part.namespace[:-1] == namespace and node_of(part.namespace[-1]) == node:
                return part
        return None

    def open(self) -> list[Part]:
        """Return the unfinished subgraphs, innermost first."""
        return sorted(self._open(), key=lambda part: len(part.namespace), reverse=True)

    def tree(self, namespace: Namespace = ()) -> dict[str, Any]:
        part = self._parts[namespace]
        node = {"namespace": list(namespace), "status": part.status, "graph_name": part.graph_name}
        below = sorted(inner for inner in self._parts if inner and inner[:-1] == namespace)
        return {**node, "children": [self.tree(inner) for inner in below]} if below else node

    def _open(self) -> Iterator[Part]:
        return (part for part in self._parts.values() if part.namespace and part.status == "started")
