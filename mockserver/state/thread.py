"""One thread, as it is at one time: a change makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson

from mockserver.state.time_to_live import TimeToLive


@dataclass(frozen=True)
class Thread:
    """Times are texts as the API writes them; values are JSON."""

    thread_id: str
    owner: str
    created_at: str
    updated_at: str
    state_updated_at: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    status: str = "idle"
    values: Mapping[str, Any] | None = None
    interrupts: Mapping[str, list[Any]] = field(default_factory=dict)
    error: Mapping[str, Any] | None = None
    ttl: TimeToLive | None = None
    expires: float | None = None
    """When it does, on `Clock.elapsed`."""

    def to_json(self) -> dict[str, Any]:
        return {
            "thread_id": self.thread_id,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "state_updated_at": self.state_updated_at,
            "metadata": self.metadata,
            "config": self.config,
            "status": self.status,
            "values": self.values,
            "interrupts": self.interrupts,
            "error": self.error,
        }

    @cached_property
    def encoded(self) -> orjson.Fragment:
        """Its JSON, made once: reading a thread costs no encoding."""
        return orjson.Fragment(orjson.dumps(self.to_json()))

    def ttl_to_json(self) -> dict[str, Any] | None:
        return self.ttl.to_json(datetime.fromisoformat(self.updated_at)) if self.ttl else None
