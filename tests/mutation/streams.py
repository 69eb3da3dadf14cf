"""Defects of a stream: a truncated body, or a dropped, duplicated or late event."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import httpx
from miniatures.events import Event, Events
from miniatures.http_messages import Request, Response
from miniatures.miniature import Alter, Mock

from contract_tests.contract import Contract
from mutation.bodies import events_of
from mutation.mutant import Mutant, shown

Show = Callable[[], None]
"""Callback that records that the defect was shown."""

Defect = Callable[[Events, Show], Events]

FEW = 2
"""Number of events after which a stream is truncated."""


def mutants(contract: Contract) -> Iterator[Mutant]:
    for operation in contract.operations:
        names = events_of(contract, operation)
        for what, defect in CUTS.items() if names else ():
            yield Mutant("truncated stream", operation.id, what, _stream(defect))
        for name in names:
            for kind, what, defect in _of_event(name):
                yield Mutant(kind, operation.id, f"{what} {name}", _stream(defect))


def _of_event(name: str) -> Iterator[tuple[str, str, Defect]]:
    yield "dropped event", "each", _choosing(name, lambda _number: 0)
    yield "dropped event", "the first", _choosing(name, lambda number: number > 0)
    yield "duplicated event", "each", _choosing(name, lambda _number: 2)
    yield "duplicated event", "the first", _choosing(name, lambda number: 1 + (number == 0))
    yield "reordered events", "after the next one, the first", _late(name)


def _stream(defect: Defect) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        if response.events is None:
            return response
        return response.with_events(defect(response.events, lambda: shown(mock, response)))

    return alter


def _is_named(event: Event, name: str) -> bool:
    return not event.comment and event.name.partition("|")[0] == name


def _choosing(name: str, times: Callable[[int], int]) -> Defect:
    """Repeat each event of this name `times(number)` times, where `number` counts them from 0."""

    async def chosen_events(events: Events, show: Show) -> AsyncIterator[Event]:
        number = 0
        async for event in events:
            if not _is_named(event, name):
                yield event
                continue
            for _ in range(often := int(times(number))):
                yield event
            if often != 1:
                show()
            number += 1

    return chosen_events


def _late(name: str) -> Defect:
    async def chosen_events(events: Events, show: Show) -> AsyncIterator[Event]:
        kept, done = None, False
        async for event in events:
            if not done and _is_named(event, name):
                kept, done = event, True
                continue
            yield event
            if kept:
                show()
                yield kept
                kept = None
        if kept:
            yield kept

    return chosen_events


async def _after_few(events: Events, show: Show) -> AsyncIterator[Event]:
    number = 0
    async for event in events:
        if number == FEW:
            show()
            break
        yield event
        number += not event.comment


async def _before_the_last(events: Events, show: Show) -> AsyncIterator[Event]:
    before = None
    async for event in events:
        if before:
            yield before
        before = event
    show()


async def _within_the_last(events: Events, show: Show) -> AsyncIterator[Event]:
    before = None
    async for event in events:
        if before:
            yield before
        before = event
    if before:
        show()
        yield Torn(before.name, before.data, before.id, before.comment)


async def _broken(events: Events, show: Show) -> AsyncIterator[Event]:
    async for event in _after_few(events, show):
        yield event
    raise httpx.RemoteProtocolError("the connection breaks off")


async def _silent(events: Events, show: Show) -> AsyncIterator[Event]:
    async for _event in events:
        show()
        return
    yield Event("")


@dataclass(frozen=True)
class Torn(Event):
    """An event that is cut off before its end."""

    def encoded(self) -> bytes:
        return super().encoded()[:-6]


CUTS: dict[str, Defect] = {
    "closed after two events": _after_few,
    "closed before the last event": _before_the_last,
    "closed within the last event": _within_the_last,
    "the connection breaks off": _broken,
    "closed before the first event": _silent,
}
