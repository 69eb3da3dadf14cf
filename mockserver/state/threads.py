"""The table of threads. Each owner sees only their own."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from heapq import heapify, heappop, heappush
from operator import attrgetter
from typing import Any

import orjson

from mockserver.errors import InvalidRequest, NotFound, ThreadExists, ThreadNotFound
from mockserver.state.changes import Changes
from mockserver.state.checkpoints import Checkpoints
from mockserver.state.clock import Clock, iso_timestamp
from mockserver.state.containment import contains, effort
from mockserver.state.event_loop import interleaved
from mockserver.state.ids import Ids
from mockserver.state.owner_isolation import OwnerTables
from mockserver.state.search import Page, Search, count

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TimeToLive:
    minutes: float
    strategy: str = "delete"
    """`delete` removes the thread; `keep_latest` only removes all checkpoints but the latest."""

    def expires_at(self, last_change: datetime) -> datetime:
        try:
            return last_change + timedelta(minutes=self.minutes)
        except OverflowError:  # more minutes than the calendar has; requests allow any number
            return END_OF_TIME if self.minutes > 0 else last_change

    def to_json(self, last_change: datetime) -> dict[str, Any]:
        return {
            "strategy": self.strategy,
            "ttl_minutes": self.minutes,
            "expires_at": iso_timestamp(self.expires_at(last_change)),
        }


def changed(ttl: TimeToLive | None, change: Mapping[str, Any] | None) -> TimeToLive | None:
    """Return `ttl` after the request's `{"strategy", "ttl"}`; `None`, without minutes, means no expiry."""
    if not change:
        return ttl
    minutes = change.get("ttl", ttl and ttl.minutes)
    strategy = change.get("strategy") or (ttl.strategy if ttl else "delete")
    return None if minutes is None else TimeToLive(minutes, strategy)


@dataclass(frozen=True)
class Thread:
    """A thread. Times are strings in the API's format; values are JSON."""

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
    """Expiry on `Clock.elapsed`; `None` means never."""

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
        """Return the JSON, encoded only once."""
        return orjson.Fragment(orjson.dumps(self.to_json()))

    def ttl_to_json(self) -> dict[str, Any] | None:
        return self.ttl.to_json(datetime.fromisoformat(self.updated_at)) if self.ttl else None


MAX_SCANNED_THREADS = 100
"""Entries of the heap of expiries that are kept without checking for outdated ones."""


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Conditions of a search. Empty ones are ignored."""

    metadata: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    status: str | None = None

    @property
    def effort(self) -> float:
        """Upper bound of the comparisons per item."""
        return effort(self.metadata) + effort(self.values)

    def admits(self, thread: Thread) -> bool:
        return (
            (self.status is None or thread.status == self.status)
            and (not self.metadata or contains(thread.metadata, self.metadata))
            and (not self.values or contains(thread.values, self.values))
        )


class Threads:
    def __init__(
        self,
        clock: Clock,
        ids: Ids,
        checkpoints: Checkpoints,
        forget: Callable[[str, str], None],
        changes: Changes,
    ) -> None:
        """Create the table. `forget(owner, thread_id)` removes all other data of a deleted thread."""
        self._forget = forget
        self._clock = clock
        self._ids = ids
        self._checkpoints = checkpoints
        self._by_owner: OwnerTables[str, Thread] = OwnerTables(changes, "threads")
        """Threads by owner, in order of their last updates."""
        self._expiries: list[tuple[float, str]] = []
        """A heap. Entries of threads that have changed since are outdated."""

    def __len__(self) -> int:
        return len(self._by_owner)

    def every(self) -> list[Thread]:
        """Return the threads of all owners, each owner's in order of their last updates."""
        return [*self._by_owner]

    def restore(self, threads: Iterable[Thread]) -> None:
        """Add threads, in the order of `every`."""
        for thread in threads:
            self._by_owner.put(thread.owner, thread.thread_id, thread)
            if thread.expires is not None:
                self._expire(thread.expires, thread.thread_id)

    def get(self, owner: str, thread_id: str) -> Thread:
        try:
            return self._of(owner)[thread_id]
        except KeyError:
            raise ThreadNotFound(thread_id) from None

    def find(self, thread_id: str) -> Thread:
        """Return the thread of any owner."""
        return self.get(self._by_owner.owner_of(thread_id) or "", thread_id)

    def get_existing(self, owner: str, thread_id: str, if_exists: str) -> Thread | None:
        """Return the existing thread if `if_exists` is `do_nothing`; `None` if the id is free."""
        thread = self._of(owner).get(thread_id)
        if thread and if_exists == "do_nothing":
            return thread
        if thread_id in self._by_owner:
            raise ThreadExists(thread_id)
        return None

    def create(
        self,
        owner: str,
        *,
        thread_id: str,
        if_exists: str = "raise",
        metadata: Mapping[str, Any] | None = None,
        ttl: Mapping[str, Any] | None = None,
        **state: Any,
    ) -> Thread:
        """Create a thread. `state` is its initial status, values and interrupts, if it has any."""
        if existing := self.get_existing(owner, thread_id, if_exists):
            return existing
        now = iso_timestamp(self._clock.now())
        thread = Thread(
            thread_id=thread_id,
            owner=owner,
            created_at=now,
            updated_at=now,
            state_updated_at=now,
            metadata=metadata or {},
            ttl=changed(None, ttl),
            **state,
        )
        return self._keep(thread)

    def update(
        self,
        owner: str,
        thread_id: str,
        *,
        metadata: Mapping[str, Any] | None = None,
        ttl: Mapping[str, Any] | None = None,
    ) -> Thread:
        thread = self.get(owner, thread_id)
        return self._keep(
            replace(
                thread,
                updated_at=iso_timestamp(self._clock.now()),
                metadata={**thread.metadata, **(metadata or {})},
                ttl=changed(thread.ttl, ttl),
            )
        )

    def update_state(self, thread: Thread, **state: Any) -> Thread:
        """Update a thread read earlier; not found if it was deleted, even if its id is in use again."""
        current = self.get(thread.owner, thread.thread_id)
        if current.created_at != thread.created_at:
            raise ThreadNotFound(thread.thread_id)
        now = iso_timestamp(self._clock.now())
        return self._keep(replace(current, updated_at=now, state_updated_at=now, **state))

    def mark_busy(self, thread: Thread, **changes: Any) -> Thread:
        """Mark the thread busy for a run."""
        now = iso_timestamp(self._clock.now())
        return self._keep(replace(thread, updated_at=now, status="busy", **changes))

    def delete(self, owner: str, thread_id: str) -> None:
        self._remove(self.get(owner, thread_id))

    def discard(self, owner: str, thread_id: str) -> None:
        """Delete the thread if it exists."""
        if thread := self._of(owner).get(thread_id):
            self._remove(thread)

    async def copy(self, owner: str, thread_id: str) -> Thread:
        """Return an idle new thread with the same metadata, values and checkpoints."""
        thread, new_id = self.get(owner, thread_id), self._ids.copy()
        saver = await self._checkpoints.renamed(thread_id, new_id)
        copied = self.create(owner, thread_id=new_id, metadata=thread.metadata, values=thread.values)
        if saver:
            self._checkpoints.keep(new_id, saver)
        return copied

    async def prune(self, owner: str, thread_ids: Iterable[str], strategy: str) -> int:
        """Return the number of pruned threads. If one belongs to another owner, nothing is pruned."""
        threads = self._of(owner)
        unique_ids = dict.fromkeys(thread_ids)
        if any(self._by_owner.is_foreign(thread_id, owner) for thread_id in unique_ids):
            raise NotFound("At least one thread not found or not authorized")
        pruned = [threads[thread_id] for thread_id in unique_ids if thread_id in threads]
        async for thread in interleaved(pruned):
            if thread.thread_id in self._of(owner):  # otherwise it was deleted in the meantime
                self._end(thread, strategy)
        return len(pruned)

    async def delete_of(self, owner: str, assistant_id: str) -> None:
        """Delete the threads that the assistant ran on, according to their metadata."""
        async for thread in interleaved([*self._of(owner).values()]):
            if thread.metadata.get("assistant_id") == assistant_id:
                self.discard(owner, thread.thread_id)

    async def search(self, owner: str, search: Search[Thread], ids: Collection[str]) -> Page[Thread]:
        """Search among the threads with these ids; no ids means all threads."""
        key = attrgetter(search.sort_by, "thread_id")
        return await search.page(self._with(owner, ids), kept_by="updated_at", key=key)

    async def count(self, owner: str, conditions: ThreadFilter, ids: Collection[str]) -> int:
        return await count(conditions, self._with(owner, ids))

    def _with(self, owner: str, ids: Collection[str]) -> dict[str, Thread]:
        """Return the threads in order of their last updates."""
        threads = self._of(owner)
        if not ids:
            return threads
        matching = [threads[thread_id] for thread_id in ids if thread_id in threads]
        return {thread.thread_id: thread for thread in sorted(matching, key=attrgetter("updated_at"))}

    def _of(self, owner: str) -> dict[str, Thread]:
        """Return the owner's threads, after removing expired ones."""
        while self._expiries and self._expiries[0][0] <= self._clock.elapsed():
            thread = self._expiring(heappop(self._expiries))
            if thread and thread.ttl:
                self._end(thread, thread.ttl.strategy)
        return self._by_owner.of(owner)

    def _keep(self, thread: Thread) -> Thread:
        if thread.ttl:
            thread = replace(thread, expires=self._clock.elapsed() + thread.ttl.minutes * 60)
        try:
            _ = thread.encoded  # reject values without a JSON form before they are stored
        except orjson.JSONEncodeError as error:
            raise InvalidRequest("body", f"can't be stored as JSON: {error}") from error
        if thread.expires is not None:
            self._expire(thread.expires, thread.thread_id)
        self._by_owner.move_to_end(thread.owner, thread.thread_id, thread)
        return thread

    def _expire(self, expires: float, thread_id: str) -> None:
        """Add an expiry. Once most entries are outdated, they are dropped."""
        if len(self._expiries) > 2 * len(self._by_owner) + MAX_SCANNED_THREADS:
            self._expiries = [entry for entry in self._expiries if self._expiring(entry)]
            heapify(self._expiries)
        heappush(self._expiries, (expires, thread_id))

    def _expiring(self, entry: tuple[float, str]) -> Thread | None:
        """Return the entry's thread, unless the entry is outdated."""
        expires, thread_id = entry
        thread = self._by_owner.find(thread_id)
        return thread if thread and thread.expires == expires else None

    def _end(self, thread: Thread, strategy: str) -> None:
        if strategy == "keep_latest":
            self._checkpoints.keep_latest(thread.thread_id)
        else:
            self._remove(thread)

    def _remove(self, thread: Thread) -> None:
        self._by_owner.remove(thread.owner, thread.thread_id)
        self._checkpoints.delete_thread(thread.thread_id)
        self._forget(thread.owner, thread.thread_id)
