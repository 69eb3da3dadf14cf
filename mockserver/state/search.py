"""Search in tables: filter, order and page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any, Generic, Protocol, TypeVar

from mockserver.state.event_loop import run_comparisons

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


class Filter(Protocol[T_contra]):
    """A filter whose default has no conditions."""

    @property
    def effort(self) -> float:
        """Comparisons that it takes to decide about one thing, at most."""

    def admits(self, thing: T_contra, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    results: list[T]
    offset: int
    more: bool
    """True if there is a next page."""

    @property
    def end(self) -> int:
        return self.offset + len(self.results)


@dataclass(frozen=True, slots=True)
class Search(Generic[T]):
    filter: Filter[T]
    sort_by: str
    descending: bool = True
    limit: int = 10
    offset: int = 0

    async def page(self, *tables: dict[str, T], kept_by: str, key: Callable[[T], Any]) -> Page[T]:
        """Return a page of tables that, one after another, are in the order of the field `kept_by`.

        `key` sorts by the requested field. It must be unique, so that pages do not overlap.
        The items must not change during the search; the tables may.
        """
        if self.sort_by == kept_by and admits_all(self.filter):  # costs no more than the page itself
            return self._page(self._in_kept_order(tables), sum(map(len, tables)))
        things = [*self._in_kept_order(tables)]
        comparisons = len(things) * (1 + self.filter.effort)
        return await run_comparisons(
            comparisons, lambda: self._page(self._sorted(things, kept_by, key), len(things))
        )

    def _page(self, things: Iterable[T], max_offset: int) -> Page[T]:
        start = min(self.offset, max_offset)
        matching = list(islice(things, start, start + self.limit + 1))
        return Page(matching[: self.limit], self.offset, more=len(matching) > self.limit)

    def _in_kept_order(self, tables: tuple[dict[str, T], ...]) -> Iterable[T]:
        if self.descending:
            return chain.from_iterable(reversed(table.values()) for table in reversed(tables))
        return chain.from_iterable(table.values() for table in tables)

    def _sorted(self, things: list[T], kept_by: str, key: Callable[[T], Any]) -> Iterable[T]:
        matching = filter(self.filter.admits, things)
        return matching if self.sort_by == kept_by else sorted(matching, key=key, reverse=self.descending)


async def count(conditions: Filter[T], *tables: dict[str, T]) -> int:
    """Return the number of matching items in the tables."""
    if admits_all(conditions):
        return sum(map(len, tables))
    things = [*chain.from_iterable(table.values() for table in tables)]
    comparisons = len(things) * (1 + conditions.effort)
    return await run_comparisons(comparisons, lambda: sum(map(conditions.admits, things)))


def admits_all(conditions: Filter[Any]) -> bool:
    return conditions == _default(type(conditions))


@cache
def _default(kind: type[Filter[T]]) -> Filter[T]:
    return kind()
