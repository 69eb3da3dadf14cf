"""Verification of a journal: how often matching requests came, or in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.control.journal_entry import Entry
from mockserver.control.journal_match import JournalMatch
from mockserver.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class Times:
    """Bounds of a number of requests."""

    at_least: int = 1
    at_most: int | None = None
    """`None` means no limit."""

    def allows(self, count: int) -> bool:
        return self.at_least <= count and (self.at_most is None or count <= self.at_most)

    def __str__(self) -> str:
        if self.at_most == 0:
            return "no request"
        if self.at_most is None:
            return f"at least {counted(self.at_least)}"
        if self.at_least == self.at_most:
            return counted(self.at_least)
        if self.at_least == 0:
            return f"at most {counted(self.at_most)}"
        return f"{self.at_least} to {counted(self.at_most)}"


@dataclass(frozen=True, slots=True)
class Verdict:
    verified: bool
    expected: str
    received: str
    matching: tuple[int, ...]
    """Numbers of the matching entries."""


def times(given: Any, field: str) -> Times:
    """Parse a number, or an object with bounds; `None` means at least once.

    Raises:
        InvalidRequest: the bounds are in the wrong order.

    """
    if given is None:
        return Times()
    if not isinstance(given, Mapping):
        return Times(int(given), int(given))
    at_most = given.get("at_most")
    bounds = Times(given.get("at_least", 0 if at_most is not None else 1), at_most)
    if bounds.at_most is not None and bounds.at_least > bounds.at_most:
        raise InvalidRequest(field, "at_least is greater than at_most")
    return bounds


def verify_times(entries: Sequence[Entry], match: JournalMatch, bounds: Times) -> Verdict:
    matching = tuple(entry.exchange.number for entry in entries if match.matches(entry))
    return Verdict(
        bounds.allows(len(matching)),
        f"{bounds} with {match}",
        f"{counted(len(matching))} of {len(entries)} in the journal" + listed_numbers(matching),
        matching,
    )


def verify_order(entries: Sequence[Entry], steps: Sequence[JournalMatch]) -> Verdict:
    """Verify that the journal has matching requests in this order; others may come between them."""
    expected = "in this order: " + ", then ".join(map(str, steps))
    remaining = iter(entries)
    matching: list[int] = []
    for index, step in enumerate(steps):
        found = next((entry for entry in remaining if step.matches(entry)), None)
        if found is None:
            where = f"after #{matching[-1]}" if matching else "in the journal"
            return Verdict(
                False, expected, f"no request {where} with {step} (step {index + 1})", tuple(matching)
            )
        matching.append(found.exchange.number)
    return Verdict(True, expected, "all of them" + listed_numbers(tuple(matching)), tuple(matching))


def counted(number: int) -> str:
    return f"{number} request" if number == 1 else f"{number} requests"


def listed_numbers(numbers: Sequence[int]) -> str:
    return ": " + ", ".join(f"#{number}" for number in numbers) if numbers else ""
