"""Which threads, assistants and crons a client asks for: those that meet every condition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.state.assistant import Assistant
from mockserver.state.containment import contains
from mockserver.state.cron import Cron
from mockserver.state.thread import Thread


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """An empty condition is none."""

    metadata: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    status: str | None = None

    def admits(self, thread: Thread) -> bool:
        return (
            (self.status is None or thread.status == self.status)
            and (not self.metadata or contains(thread.metadata, self.metadata))
            and (not self.values or contains(thread.values, self.values))
        )


@dataclass(frozen=True, slots=True)
class AssistantFilter:
    """An empty condition is none."""

    graph_id: str | None = None
    name: str = ""
    """A part of the name, in upper or lower case."""
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def admits(self, assistant: Assistant) -> bool:
        return (
            (self.graph_id is None or assistant.graph_id == self.graph_id)
            and self.name.lower() in assistant.name.lower()
            and (not self.metadata or contains(assistant.metadata, self.metadata))
        )


@dataclass(frozen=True, slots=True)
class CronFilter:
    """An empty condition is none."""

    assistant_id: str | None = None
    thread_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    enabled: bool | None = None

    def admits(self, cron: Cron) -> bool:
        return (
            (self.assistant_id is None or cron.assistant_id == self.assistant_id)
            and (self.thread_id is None or cron.thread_id == self.thread_id)
            and (not self.metadata or contains(cron.metadata, self.metadata))
            and (self.enabled is None or cron.enabled == self.enabled)
        )
