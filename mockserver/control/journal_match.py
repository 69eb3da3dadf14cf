"""Conditions on entries of the journal: on their requests and their responses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.control.journal_entry import Entry
from mockserver.control.request_match import RequestMatch, request_match


@dataclass(frozen=True)
class JournalMatch:
    request: RequestMatch
    statuses: frozenset[int] = frozenset()
    fault: str = ""
    """Id of a fault that affected the request."""
    valid: bool | None = None
    """True for entries whose request and response obey the contract, false for others; `None` for all."""

    def matches(self, entry: Entry) -> bool:
        raw = entry.exchange
        return (
            (not self.statuses or raw.status in self.statuses)
            and (not self.fault or self.fault in raw.faults)
            and self.request.matches(entry.facts)
            and (self.valid is None or entry.is_valid is self.valid)
        )

    def __str__(self) -> str:
        """Return the conditions as the user wrote them: `operation=create_thread status=409`."""
        return " ".join(f"{name}={value}" for name, value in self.request.given.items()) or "any request"


def journal_match(given: Mapping[str, Any]) -> JournalMatch:
    statuses = given.get("status", [])
    return JournalMatch(
        request=request_match(given),
        statuses=frozenset(statuses if isinstance(statuses, list) else [statuses]),
        fault=given.get("fault", ""),
        valid=given.get("valid"),
    )
