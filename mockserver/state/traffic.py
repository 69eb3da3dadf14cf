"""What was asked of the mock, counted: requests, how long they took, open streams."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

BOUNDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0)
"""Seconds: upper bounds of the groups that durations are told in. A last group has all that took longer."""


class Answered(NamedTuple):
    """What requests have in common that are counted together. Of an unknown path both are empty."""

    operation: str
    method: str
    path: str
    """As the document writes it, with the names of its parameters."""
    status: int


@dataclass(slots=True)
class Durations:
    groups: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    """How many requests took so long, by `BOUNDS`."""
    total: float = 0.0
    """Seconds of all of them."""

    def add(self, seconds: float) -> None:
        self.groups[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


class Traffic:
    def __init__(self) -> None:
        self.requests: Counter[Answered] = Counter()
        self.durations: dict[str, Durations] = {}
        """By operation, streams with all the time for which they were open."""
        self.open_streams = 0

    def count(self, answered: Answered, seconds: float) -> None:
        self.requests[answered] += 1
        durations = self.durations.get(answered.operation)
        if durations is None:
            durations = self.durations[answered.operation] = Durations()
        durations.add(seconds)
