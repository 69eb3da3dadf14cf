"""One cron, as it is at one time: a change makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mockserver.errors import InvalidRequest

OF_THE_CRON = frozenset({"schedule", "timezone", "end_time", "enabled", "on_run_completed"})
"""What a request says of the cron, and not of the runs it makes."""
OF_ITS_RUNS = frozenset(
    {
        "assistant_id",
        "config",
        "context",
        "durability",
        "input",
        "interrupt_after",
        "interrupt_before",
        "metadata",
        "multitask_strategy",
        "stream_mode",
        "stream_resumable",
        "stream_subgraphs",
        "webhook",
    }
)
"""What it says of them. Further words, which it may have, are kept, and have no effect."""


@dataclass(frozen=True, slots=True)
class Cron:
    """Times that are texts are as the API writes them; payload and metadata are JSON."""

    cron_id: str
    owner: str
    assistant_id: str
    thread_id: str | None
    """`None` when each run gets a thread of its own."""
    schedule: str
    next_run_date: datetime
    due: float
    """The same, on `Clock.elapsed`."""
    created_at: str
    updated_at: str
    timezone: str | None = None
    end_time: str | None = None
    """As the client wrote it."""
    on_run_completed: str | None = None
    """`None` on a thread, which stays."""
    enabled: bool = True
    metadata: Mapping[str, Any] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)
    """What was asked."""

    @property
    def end(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.end_time) if self.end_time else None
        except ValueError as error:  # a leap second, or the year 0, which the schema admits
            raise InvalidRequest("body.end_time", f"{self.end_time!r}: {error}") from error

    @property
    def goes_on(self) -> bool:
        """Whether it is to make another run."""
        return self.enabled and (self.end is None or self.next_run_date <= self.end)

    @property
    def run_request(self) -> dict[str, Any]:
        """The body of a request for one of its runs."""
        asked = of_its_runs(self.payload)
        if asked.get("context"):  # which a run can't have beside `configurable`
            asked["config"] = {key: value for key, value in asked["config"].items() if key != "configurable"}
        return {**asked, "metadata": self.metadata, "on_completion": self.on_run_completed or "keep"}

    def to_json(self) -> dict[str, Any]:
        return {
            "cron_id": self.cron_id,
            "assistant_id": self.assistant_id,
            "thread_id": self.thread_id,
            "user_id": self.owner,
            "end_time": self.end_time,
            "schedule": self.schedule,
            "timezone": self.timezone,
            "payload": self.payload,
            "next_run_date": self.next_run_date.isoformat(),
            "metadata": self.metadata,
            "on_run_completed": self.on_run_completed,
            "enabled": self.enabled,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }


def of_its_runs(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name in OF_ITS_RUNS}
