"""Selection of events of a stream: by number, every n-th, or at random."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class EventSelection:
    numbers: frozenset[int] = frozenset()
    """Numbers of events; the first event has the number 1."""
    every: int = 0
    """Each event whose number is a multiple; 0 selects none."""
    probability: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.numbers or self.every or self.probability)

    def has(self, number: int, random: Random) -> bool:
        if number in self.numbers or (self.every and number % self.every == 0):
            return True
        return self.probability > 0 and random.random() < self.probability


NO_EVENTS = EventSelection()


def event_selection(given: Any) -> EventSelection:
    """Parse a number, a list of numbers, `{"every": n}` or `{"probability": p}`; `None` selects no event."""
    if given is None:
        return NO_EVENTS
    if isinstance(given, Mapping):
        return EventSelection(every=int(given.get("every", 0)), probability=given.get("probability", 0.0))
    return EventSelection(frozenset(map(int, given if isinstance(given, list) else [given])))
