"""Counters of requests, their durations and open streams."""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

BOUNDS = (1, 10, 100, 500, 1e3, 5e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 1.8e6, 3.6e6)
"""Milliseconds: upper bounds of the duration buckets. A last bucket has no bound."""


class RequestKey(NamedTuple):
    """Labels of requests that are counted together. For an unknown path, operation and path are empty."""

    operation: str
    method: str
    path: str
    """Path template of the document, with the names of its parameters."""
    status: int


@dataclass(slots=True)
class Durations:
    """Durations of requests; for a stream, the time for which it was open."""

    groups: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    """Number of requests per bucket of `BOUNDS`."""
    total: float = 0.0
    """Sum of all durations in milliseconds."""

    @property
    def count(self) -> int:
        return sum(self.groups)

    def add(self, milliseconds: float) -> None:
        self.groups[bisect_left(BOUNDS, milliseconds)] += 1
        self.total += milliseconds

    def add_all(self, others: "Durations") -> None:
        self.groups = [own + other for own, other in zip(self.groups, others.groups, strict=True)]
        self.total += others.total


class Traffic:
    def __init__(self) -> None:
        self.requests: dict[RequestKey, Durations] = {}
        self.open_streams = 0

    def count(self, key: RequestKey, milliseconds: float) -> None:
        durations = self.requests.get(key)
        if durations is None:
            durations = self.requests[key] = Durations()
        durations.add(milliseconds)

    @contextmanager
    def streaming(self) -> Iterator[None]:
        """Count one more open stream during the block."""
        self.open_streams += 1
        try:
            yield
        finally:
            self.open_streams -= 1
