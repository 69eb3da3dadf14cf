"""Which things of a table a client asks for, in which order, and which page of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    found: list[T]
    offset: int
    more: bool
    """Whether there is a next page."""

    @property
    def end(self) -> int:
        return self.offset + len(self.found)


@dataclass(frozen=True, slots=True)
class Search(Generic[T]):
    admits: Callable[[T], bool]
    sort_by: str
    descending: bool = True
    limit: int = 10
    offset: int = 0

    def page(self, *tables: dict[str, T], kept_by: str, key: Callable[[T], Any]) -> Page[T]:
        """Of tables that, one after another, are in the order of the field `kept_by`.

        `key` sorts by the field that was asked for. It must tell all things apart: pages must not overlap.
        """
        start = min(self.offset, sum(map(len, tables)))
        found = list(islice(self._sorted(tables, kept_by, key), start, start + self.limit + 1))
        return Page(found[: self.limit], self.offset, more=len(found) > self.limit)

    def _sorted(self, tables: tuple[dict[str, T], ...], kept_by: str, key: Callable[[T], Any]) -> Iterable[T]:
        if self.sort_by == kept_by:  # as they come, so that a page costs no more than itself
            return filter(self.admits, _backwards(tables) if self.descending else _forwards(tables))
        return sorted(filter(self.admits, _forwards(tables)), key=key, reverse=self.descending)


def _forwards(tables: tuple[dict[str, T], ...]) -> Iterable[T]:
    return chain.from_iterable(table.values() for table in tables)


def _backwards(tables: tuple[dict[str, T], ...]) -> Iterable[T]:
    return chain.from_iterable(reversed(table.values()) for table in reversed(tables))
