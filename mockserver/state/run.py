"""One run, as it is at one time: a change makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["pending", "running", "success", "error", "timeout", "interrupted"]

MARK = "__event_streaming_v2"
"""In `config.configurable`, as on the reference server: it is told in the library's event protocol."""

FINISHED = frozenset({"success", "error", "timeout", "interrupted"})


@dataclass(frozen=True, slots=True)
class Run:
    """Times are texts as the API writes them; metadata and `kwargs` are JSON."""

    run_id: str
    thread_id: str
    assistant_id: str
    owner: str
    created_at: str
    updated_at: str
    status: Status = "pending"
    metadata: Mapping[str, Any] = field(default_factory=dict)
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    """What was asked, in the words of the request: input, command, config, context, stream_mode, ..."""
    multitask_strategy: str = "enqueue"
    request_id: str | None = None
    """Of the request that asked for it; `None` if none did."""

    @property
    def finished(self) -> bool:
        return self.status in FINISHED

    @property
    def marked(self) -> bool:
        """Whether it is told in the library's event protocol."""
        configurable = (self.kwargs.get("config") or {}).get("configurable") or {}
        return configurable.get(MARK) is True

    def to_json(self) -> dict[str, Any]:
        return {
            "run_id": self.run_id,
            "thread_id": self.thread_id,
            "assistant_id": self.assistant_id,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "status": self.status,
            "metadata": self.metadata,
            "kwargs": self.kwargs,
            "multitask_strategy": self.multitask_strategy,
            "langsmith_session_name": None,
        }
