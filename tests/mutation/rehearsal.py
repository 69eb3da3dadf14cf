"""Recorded exchanges of each check with the intact mock, to skip checks that could not see a defect."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
from miniatures.events import Event, Events
from miniatures.http_messages import Request, Response
from miniatures.miniature import finder, request_of
from miniatures.stage import Stage

from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import StreamedExchange
from mutation.check import AnyCheck, Requests, checks
from mutation.mutant import SHOWN, Mutant

RecordedRequest = tuple[Request, Exchange]


@dataclass(frozen=True)
class Again:
    """A replacement for the mock that repeats one recorded response."""

    exchange: Exchange
    memory: dict[str, object] = field(default_factory=dict)

    async def __call__(self, _request: Request) -> Response:
        exchange = self.exchange
        is_streamed = isinstance(exchange, StreamedExchange) and exchange.is_stream
        return Response(
            exchange.status,
            dict(exchange.headers),
            exchange.response.content,
            self._events() if is_streamed else None,
        )

    async def _events(self) -> AsyncIterator[Event]:
        for event in self.exchange.events:
            yield Event(event.name, event.data, event.id)


class Rehearsal:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._find = finder(stage.contract)
        self._checks = tuple(checks(stage.contract))
        self._recorded: dict[AnyCheck, dict[str, list[RecordedRequest]]] = {}

    def affected(self, mutant: Mutant) -> Iterator[AnyCheck]:
        """Return the checks that would see the defect, the requests to the mutant's operation first."""
        own = [check for check in self._checks if check.operation.id == mutant.operation]
        own.sort(key=lambda check: not isinstance(check, Requests))
        others = [check for check in self._checks if check.operation.id != mutant.operation]
        return (check for check in (*own, *others) if self._is_shown(mutant, check))

    def _is_shown(self, mutant: Mutant, check: AnyCheck) -> bool:
        recorded = self._exchanges(check).get(mutant.operation, [])
        if mutant.is_shown_by is None:
            return asyncio.run(_shows(mutant, recorded))
        sent = (frame for _, exchange in recorded for frame in exchange.request.body.decode().splitlines())
        return any(map(mutant.is_shown_by, sent))

    def _exchanges(self, check: AnyCheck) -> dict[str, list[RecordedRequest]]:
        """Return a check's exchanges by operation, recorded on demand: one check catches most mutants."""
        if check not in self._recorded:
            with self._stage.run_context(allow_webhooks=True) as run_context:
                exchanges = check.run(run_context).exchanges
            by_operation: dict[str, list[RecordedRequest]] = {}
            for exchange in exchanges:
                request = request_of(exchange, self._find)
                by_operation.setdefault(request.operation, []).append((request, exchange))
            self._recorded[check] = by_operation
        return self._recorded[check]


async def _shows(mutant: Mutant, recorded: list[RecordedRequest]) -> bool:
    memory: dict[str, object] = {}
    for request, exchange in recorded:
        with suppress(httpx.TransportError):  # some defects are a missing response
            response = await mutant.alter(Again(exchange, memory), request)
            await _listen(response.events)
        if SHOWN in memory:
            return True
    return False


async def _listen(events: Events | None) -> None:
    if events is not None:
        async for _ in events:
            pass
