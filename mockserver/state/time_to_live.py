"""How long a thread lives after its last change, and what happens at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from mockserver.state.clock import written

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TimeToLive:
    minutes: float
    strategy: str = "delete"
    """`delete` the thread with all it has, or `keep_latest`: all its checkpoints but the latest go."""

    def expires_at(self, last_change: datetime) -> datetime:
        try:
            return last_change + timedelta(minutes=self.minutes)
        except OverflowError:  # more minutes than the calendar has; any number is a valid request
            return END_OF_TIME if self.minutes > 0 else last_change

    def to_json(self, last_change: datetime) -> dict[str, Any]:
        return {
            "strategy": self.strategy,
            "ttl_minutes": self.minutes,
            "expires_at": written(self.expires_at(last_change)),
        }


def changed(ttl: TimeToLive | None, change: Mapping[str, Any] | None) -> TimeToLive | None:
    """`ttl` after the request's `{"strategy", "ttl"}`; without minutes, old or new, nothing expires."""
    if not change:
        return ttl
    minutes = change.get("ttl", ttl and ttl.minutes)
    strategy = change.get("strategy") or (ttl.strategy if ttl else "delete")
    return None if minutes is None else TimeToLive(minutes, strategy)
