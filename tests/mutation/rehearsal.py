"""Recorded exchanges of each check with the intact mock, to skip checks that could not see a defect."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
from miniatures.events import Event, Events
from miniatures.http_messages import Request, Response
from miniatures.miniature import asked_in, finder
from miniatures.stage import Stage

from contract_tests.client.exchange import SOCKET, Exchange
from contract_tests.client.stream import StreamedExchange
from mutation.check import AnyCheck, checks
from mutation.mutant import SHOWN, Mutant

Said = tuple[Request, Exchange]


@dataclass(frozen=True)
class Again:
    """A replacement for the mock that repeats one recorded response."""

    exchange: Exchange
    memory: dict[str, object] = field(default_factory=dict)

    async def __call__(self, _asked: Request) -> Response:
        said = self.exchange
        is_streamed = isinstance(said, StreamedExchange) and said.is_stream
        return Response(
            said.status, dict(said.headers), said.response.content, self._events() if is_streamed else None
        )

    async def _events(self) -> AsyncIterator[Event]:
        for event in self.exchange.events:
            yield Event(event.name, event.data, event.id)


class Rehearsal:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._find = finder(stage.contract)
        self._checks = tuple(checks(stage.contract))
        self._heard: dict[AnyCheck, dict[str, list[Said]]] = {}

    def listening(self, mutant: Mutant) -> Iterator[AnyCheck]:
        """Return the checks that would see the defect, those of the mutant's operation first."""
        own = [check for check in self._checks if check.operation.id == mutant.operation]
        others = [check for check in self._checks if check.operation.id != mutant.operation]
        return (check for check in (*own, *others) if self._is_shown(mutant, check))

    def _is_shown(self, mutant: Mutant, check: AnyCheck) -> bool:
        said = self._said(check).get(mutant.operation)
        return said is not None and asyncio.run(_shows(mutant, said))

    def _said(self, check: AnyCheck) -> dict[str, list[Said]]:
        """Return a check's exchanges by operation, recorded on demand: one check catches most mutants."""
        if check not in self._heard:
            with self._stage.run_context() as run_context:
                exchanges = check.run(run_context).exchanges
            by_operation: dict[str, list[Said]] = {}
            for exchange in exchanges:
                if exchange.request.method != SOCKET:
                    request = asked_in(exchange, self._find)
                    by_operation.setdefault(request.operation, []).append((request, exchange))
            self._heard[check] = by_operation
        return self._heard[check]


async def _shows(mutant: Mutant, said: list[Said]) -> bool:
    memory: dict[str, object] = {}
    for request, exchange in said:
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
