"""The store of one owner: langgraph's in-memory store with the world's clock and expiry.

The Store area of the API and the owner's graphs share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import inf
from threading import Lock
from typing import Any

from langgraph.store.base import GetOp, Item, Op, PutOp, Result, SearchItem, SearchOp
from langgraph.store.memory import InMemoryStore

from mockserver.built_in import MODEL_CALLS
from mockserver.state.changes import Changes
from mockserver.state.clock import Clock

Namespace = tuple[str, ...]
Place = tuple[Namespace, str]
"""Namespace and key."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Time to live of an item and its end, in seconds."""

    length: float
    end: float


@dataclass(frozen=True, slots=True)
class SavedItem:
    """An item as snapshots and state files keep it."""

    owner: str
    namespace: Namespace
    key: str
    value: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    lease: Lease | None = None


class Store(InMemoryStore):
    """A store whose updated items keep `created_at`, and that has no empty namespaces."""

    supports_ttl = True

    def __init__(self, clock: Clock, owner: str, changes: Changes) -> None:
        super().__init__()
        self._clock = clock
        self._owner = owner
        self._changes = changes
        self._leases: dict[Place, Lease] = {}
        self._soonest = inf
        """The earliest end of a lease, or earlier."""
        self._lock = Lock()
        """Needed because sync nodes of graphs run in threads."""

    def batch(self, ops: Iterable[Op]) -> list[Result]:
        with self._lock:
            return self._batch(list(ops))

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        return self.batch(ops)

    def every(self) -> list[SavedItem]:
        with self._lock:
            self._expire()
            there = [item for items in self._data.values() for item in items.values()]
            return [self._saved(item) for item in there]

    def restore(self, saved: SavedItem) -> None:
        """Add an item with its times."""
        place = saved.namespace, saved.key
        with self._lock:
            self._data[saved.namespace][saved.key] = Item(
                value=saved.value,
                key=saved.key,
                namespace=saved.namespace,
                created_at=saved.created_at,
                updated_at=saved.updated_at,
            )
            if saved.lease:
                self._leases[place] = saved.lease
                self._soonest = min(self._soonest, saved.lease.end)
            self._record(place)

    def _saved(self, item: Item) -> SavedItem:
        place = item.namespace, item.key
        times = item.created_at, item.updated_at
        return SavedItem(self._owner, *place, item.value, *times, self._leases.get(place))

    def _record(self, place: Place) -> None:
        """Record a change of the item or of its lease."""
        if item := self._existing(place):
            self._changes.put("items", self._owner, place, self._saved(item))
        else:
            self._changes.remove("items", self._owner, place)

    def renew(self, places: Iterable[Place]) -> None:
        """Restart the time to live of the items."""
        with self._lock:
            self._renew(places)

    def below(self, prefix: Namespace) -> list[Item]:
        """Return the items, which are immutable: an update replaces the item."""
        with self._lock:
            self._expire()
            inside = (items for namespace, items in self._data.items() if namespace[: len(prefix)] == prefix)
            return [item for items in inside for item in items.values()]

    def search_item(self, item: Item) -> SearchItem:
        """Return langgraph's search result for the item."""
        return SearchItem(item.namespace, item.key, item.value, item.created_at, item.updated_at)

    def namespaces(self) -> list[Namespace]:
        with self._lock:
            self._expire()
            return [namespace for namespace, items in self._data.items() if items]

    def _batch(self, ops: list[Op]) -> list[Result]:
        self._expire()
        puts = {(op.namespace, op.key): op for op in ops if isinstance(op, PutOp)}
        before = {place: existing for place in puts if (existing := self._existing(place))}
        results = super().batch(ops)
        for place, put in puts.items():
            self._settle(place, put, before.get(place))
        for op, result in zip(ops, results, strict=True):
            self._read(op, result)
        return results

    def _existing(self, place: Place) -> Item | None:
        namespace, key = place
        return self._data[namespace].get(key) if namespace in self._data else None

    def _settle(self, place: Place, op: PutOp, before: Item | None) -> None:
        """Complete a put or a deletion with the parts that langgraph lacks."""
        item = self._existing(place)
        if item is None:
            self._remove(place)
            return
        if op.namespace != MODEL_CALLS:  # counting is not an event in the world's time
            now = self._clock.now()
            item.created_at, item.updated_at = before.created_at if before else now, now
        self._leases.pop(place, None)
        if op.ttl is not None:
            self._lease(place, op.ttl * 60.0)
        self._record(place)

    def _read(self, op: Op, result: Result) -> None:
        if isinstance(op, GetOp):
            self._sweep(op.namespace)  # langgraph creates every namespace that is read
        if isinstance(op, GetOp | SearchOp) and op.refresh_ttl:
            items = result if isinstance(result, list) else [result]
            self._renew((item.namespace, item.key) for item in items if isinstance(item, Item))

    def _renew(self, places: Iterable[Place]) -> None:
        for place in places:
            if lease := self._leases.get(place):
                self._lease(place, lease.length)
                self._record(place)

    def _lease(self, place: Place, length: float) -> None:
        end = self._clock.elapsed() + length
        self._leases[place] = Lease(length, end)
        self._soonest = min(self._soonest, end)

    def _expire(self) -> None:
        now = self._clock.elapsed()
        if now < self._soonest:
            return
        for place in [place for place, lease in self._leases.items() if lease.end <= now]:
            self._remove(place)
        self._soonest = min((lease.end for lease in self._leases.values()), default=inf)

    def _remove(self, place: Place) -> None:
        namespace, key = place
        self._leases.pop(place, None)
        self._data[namespace].pop(key, None)
        self._sweep(namespace)
        self._record(place)

    def _sweep(self, namespace: Namespace) -> None:
        """Delete the namespace if it is empty."""
        if not self._data[namespace]:
            del self._data[namespace]
            self._vectors.pop(namespace, None)
