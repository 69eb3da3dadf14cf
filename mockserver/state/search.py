"""Which threads a client asks for, in which order, and which page of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Any

from mockserver.state.containment import contains
from mockserver.state.thread import Thread


@dataclass(frozen=True, slots=True)
class Filter:
    """Threads that meet every condition; an empty one is none."""

    ids: frozenset[str] = frozenset()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    status: str | None = None

    def admits(self, thread: Thread) -> bool:
        return (
            (not self.ids or thread.thread_id in self.ids)
            and (self.status is None or thread.status == self.status)
            and (not self.metadata or contains(thread.metadata, self.metadata))
            and (not self.values or contains(thread.values, self.values))
        )


@dataclass(frozen=True, slots=True)
class Page:
    threads: list[Thread]
    offset: int
    more: bool
    """Whether there is a next page."""

    @property
    def end(self) -> int:
        return self.offset + len(self.threads)


@dataclass(frozen=True, slots=True)
class Search:
    filter: Filter = field(default_factory=Filter)
    sort_by: str = "updated_at"
    descending: bool = True
    limit: int = 10
    offset: int = 0

    def page(self, threads: dict[str, Thread]) -> Page:
        """Of threads in the order of their last updates, the oldest first."""
        start = min(self.offset, len(threads))
        found = list(islice(self._sorted(threads), start, start + self.limit + 1))
        return Page(found[: self.limit], self.offset, more=len(found) > self.limit)

    def _sorted(self, threads: dict[str, Thread]) -> Iterable[Thread]:
        if self.sort_by == "updated_at":  # as they come, so that a page costs no more than itself
            ordered = reversed(threads.values()) if self.descending else iter(threads.values())
            return filter(self.filter.admits, ordered)
        # the id breaks ties: pages must not overlap where many threads have one status
        key = attrgetter(self.sort_by, "thread_id")
        return sorted(filter(self.filter.admits, threads.values()), key=key, reverse=self.descending)
