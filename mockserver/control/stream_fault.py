"""Faults of an event stream, applied event by event."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from mockserver.control.event_selection import NO_EVENTS, EventSelection
from mockserver.control.fault_delay import Delay

EndOfConnection = Literal["end", "close", "reset"]
"""`end` completes the response, `close` leaves it incomplete, `reset` also resets the connection."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of the stream after some events."""

    after: int
    by: EndOfConnection


@dataclass(frozen=True, slots=True)
class Stall:
    """A pause after some events, in which nothing is sent."""

    after: int
    delay: Delay | None
    """`None` stalls until the client disconnects."""


@dataclass(frozen=True, slots=True)
class StreamFault:
    cut: Cut | None = None
    stall: Stall | None = None
    malformed: EventSelection = NO_EVENTS
    duplicated: EventSelection = NO_EVENTS
    lost: EventSelection = NO_EVENTS
    reordered: EventSelection = NO_EVENTS
    """Events that are sent after their successor."""


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float | None
    """`None` lasts until the client disconnects."""


Step = bytes | Pause | Cut
"""Next step: send an event, wait, or end the stream."""


class StreamEditor:
    """The faults of one stream. It holds back at most one event, for `reordered`."""

    def __init__(self, fault: StreamFault, random: Random, malform: Callable[[bytes], bytes]) -> None:
        """Set the faults. `malform` returns an event that clients can't parse."""
        self._fault = fault
        self._random = random
        self._malform = malform
        self._number = 0
        self._held: list[bytes] = []

    def begin(self) -> Iterator[Step]:
        """Yield the steps before the first event."""
        yield from self._stops()

    def edit(self, event: bytes) -> Iterator[Step]:
        """Yield the steps in place of an event."""
        self._number += 1
        yield from self._sent(event)
        yield from self._stops()

    def end(self) -> Iterator[Step]:
        """Yield the steps at the end of the stream."""
        held, self._held = self._held, []
        yield from held

    def _sent(self, event: bytes) -> Iterator[Step]:
        fault, number = self._fault, self._number
        if fault.lost.has(number, self._random):
            return
        if fault.malformed.has(number, self._random):
            event = self._malform(event)
        copies = [event] * (2 if fault.duplicated.has(number, self._random) else 1)
        if fault.reordered.has(number, self._random) and not self._held:
            self._held = copies
            return
        yield from copies
        yield from self.end()

    def _stops(self) -> Iterator[Step]:
        stall, cut = self._fault.stall, self._fault.cut
        if stall and stall.after == self._number:
            yield Pause(stall.delay.seconds(self._random) if stall.delay else None)
        if cut and cut.after == self._number:
            yield from self.end()
            yield cut
