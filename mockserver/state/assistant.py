"""One assistant, as it is in one version: a change makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

import orjson

NAMESPACE = UUID("6ba7b821-9dad-11d1-80b4-00c04fd430c8")
"""In which the reference server names the assistants that it makes of its graphs."""


@dataclass(frozen=True)
class Assistant:
    """Times are texts as the API writes them; config, context and metadata are JSON."""

    assistant_id: str
    owner: str | None
    """`None` for a system assistant: it belongs to nobody, and everyone sees it."""
    graph_id: str
    created_at: str
    updated_at: str
    name: str
    config: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    description: str | None = None
    version: int = 1

    def to_json(self) -> dict[str, Any]:
        return {**self._content(), "created_at": self.created_at, "updated_at": self.updated_at}

    def version_to_json(self) -> dict[str, Any]:
        """As one of the versions: it was created when this version was."""
        return {**self._content(), "created_at": self.updated_at}

    def _content(self) -> dict[str, Any]:
        return {
            "assistant_id": self.assistant_id,
            "graph_id": self.graph_id,
            "config": self.config,
            "context": self.context,
            "metadata": self.metadata,
            "name": self.name,
            "description": self.description,
            "version": self.version,
        }

    @cached_property
    def encoded(self) -> orjson.Fragment:
        """Its JSON, made once: reading an assistant costs no encoding."""
        return orjson.Fragment(orjson.dumps(self.to_json()))


def system_id(graph_id: str) -> str:
    """Id of the assistant that is made of the graph: the same on every server."""
    return str(uuid5(NAMESPACE, graph_id))
