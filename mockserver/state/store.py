"""The store of one owner: the library's in memory, by the clock of the world. What it keeps may expire.

The same object is behind the Store area of the API and behind what the owner's graphs keep.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from threading import Lock

from langgraph.store.base import GetOp, Item, Op, PutOp, Result, SearchItem, SearchOp
from langgraph.store.memory import InMemoryStore

from mockserver.built_in import MODEL_CALLS
from mockserver.state.clock import Clock

Namespace = tuple[str, ...]
Place = tuple[Namespace, str]
"""Namespace and key."""


@dataclass(frozen=True, slots=True)
class Lease:
    """How long an item lives, and when it ends, in seconds."""

    length: float
    end: float


class Store(InMemoryStore):
    """An item put again keeps its `created_at`; a namespace without items is none."""

    supports_ttl = True

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._leases: dict[Place, Lease] = {}
        self._soonest = inf
        """No lease ends before."""
        self._lock = Lock()
        """Nodes of graphs that are no coroutines run in threads."""

    def batch(self, ops: Iterable[Op]) -> list[Result]:
        with self._lock:
            return self._batch(list(ops))

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        return self.batch(ops)

    def renew(self, places: Iterable[Place]) -> None:
        """Their time to live begins anew."""
        with self._lock:
            self._renew(places)

    def below(self, prefix: Namespace) -> list[Item]:
        """Items, which nobody changes any more: what is put again is another one."""
        with self._lock:
            self._expire()
            inside = (items for there, items in self._data.items() if there[: len(prefix)] == prefix)
            return [item for items in inside for item in items.values()]

    def found(self, item: Item) -> SearchItem:
        """As the library gives it to who searches."""
        return SearchItem(item.namespace, item.key, item.value, item.created_at, item.updated_at)

    def namespaces(self) -> list[Namespace]:
        with self._lock:
            self._expire()
            return [namespace for namespace, items in self._data.items() if items]

    def _batch(self, ops: list[Op]) -> list[Result]:
        self._expire()
        puts = {(op.namespace, op.key): op for op in ops if isinstance(op, PutOp)}
        before = {place: there for place in puts if (there := self._there(place))}
        results = super().batch(ops)
        for place, put in puts.items():
            self._settle(place, put, before.get(place))
        for op, result in zip(ops, results, strict=True):
            self._read(op, result)
        return results

    def _there(self, place: Place) -> Item | None:
        namespace, key = place
        return self._data[namespace].get(key) if namespace in self._data else None

    def _settle(self, place: Place, op: PutOp, before: Item | None) -> None:
        """What the library does not do for what it has put or removed."""
        item = self._there(place)
        if item is None:
            self._remove(place)
            return
        if op.namespace != MODEL_CALLS:  # counting is no event in the world's time
            now = self._clock.now()
            item.created_at, item.updated_at = before.created_at if before else now, now
        self._leases.pop(place, None)
        if op.ttl is not None:
            self._lease(place, op.ttl * 60.0)

    def _read(self, op: Op, result: Result) -> None:
        if isinstance(op, GetOp):
            self._sweep(op.namespace)  # the library makes a namespace of every one that is asked for
        if isinstance(op, GetOp | SearchOp) and op.refresh_ttl:
            found = result if isinstance(result, list) else [result]
            self._renew((item.namespace, item.key) for item in found if isinstance(item, Item))

    def _renew(self, places: Iterable[Place]) -> None:
        for place in places:
            if lease := self._leases.get(place):
                self._lease(place, lease.length)

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

    def _sweep(self, namespace: Namespace) -> None:
        """A namespace without items goes."""
        if not self._data[namespace]:
            del self._data[namespace]
            self._vectors.pop(namespace, None)
