"""Findings of a check, in the form that is the same in every run."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from contract_tests.client.exchange import Exchange
from contract_tests.client.json_view import Source, unreadable
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Operation
from contract_tests.findings.finding import Broken, Finding, Violation
from contract_tests.findings.gate import Gate
from contract_tests.findings.replay import (
    commands,
    exchange_of_any_run,
    leading_to,
    limits,
    of_any_run,
    repeatable,
)
from contract_tests.findings.shortened_response import shortened
from contract_tests.harness.trial import Trial


@dataclass(frozen=True)
class FindingBuilder:
    trial: Trial

    @property
    def _gate(self) -> Gate:
        return self.trial.setting.gate

    def repeatable(self, text: str) -> str:
        """Return the text without what differs between runs."""
        return self._of_any_run(repeatable(text, self.trial.issued))

    def _of_any_run(self, text: str) -> str:
        for own, other in self.trial.shown.items():
            text = text.replace(own, other)
        return of_any_run(text, self.trial.setting.run)

    def finding(self, violation: Violation, exchange: Exchange, operation: Operation) -> Finding:
        """Return the finding for a violation."""
        return self._gate.finding(
            check=violation.check,
            operation=operation.id,
            level=violation.level,
            expected=self.repeatable(violation.expected),
            received=self.repeatable(violation.received),
            pointer=self._of_any_run(violation.pointer),
            requirement=violation.requirement,
            why=violation.why,
            exchange=self._shown(exchange),
            replay=commands([self._sent(each) for each in self._repeated(exchange)]),
            replay_limits=limits(self._with_overlap(exchange)),
        )

    def _repeated(self, last: Exchange) -> list[Exchange]:
        """Return the exchanges that a replay repeats."""
        trial = self.trial
        before = takewhile(lambda each: each.request is not last.request, trial.exchanges)
        leading = before if trial.whole_replay else leading_to(last, trial.exchanges)
        return [self._with_overlap(each) for each in (*leading, last)]

    def _with_overlap(self, exchange: Exchange) -> Exchange:
        is_overlapping = any(each is exchange.request for each in self.trial.overlapping)
        return replace(exchange, is_overlapping=is_overlapping)

    def _sent(self, exchange: Exchange) -> Exchange:
        """Return the exchange whose request any other run could have sent, with any credentials."""
        sent = exchange_of_any_run(exchange, self._of_any_run)
        return replace(sent, request=self._gate.redacted(sent.request))

    def _shown(self, exchange: Exchange) -> Exchange:
        response = shortened(exchange.response, lambda text: self._gate.redacted(self.repeatable(text)))
        return replace(self._sent(exchange), response=response)

    def of_shape(self, violation: Violation, exchange: Exchange) -> Finding:
        """Return the finding for an invalid response. It counts for the operation that sent the response."""
        operation = self.trial.setting.contract.by_id.get(exchange.operation_id or "", self.trial.operation)
        requirement = f"{violation.requirement} {operation.pointer}"
        return self.finding(replace(violation, requirement=requirement), exchange, operation)

    @property
    def misshapen(self) -> tuple[Finding, ...]:
        """Findings of the invalid responses, without duplicates."""
        found = [
            self.of_shape(each, answer.exchange) for answer in self.trial.wrong for each in answer.violations
        ]
        return tuple({finding.key: finding for finding in reversed(found)}.values())[::-1]

    def misread(self, error: Exception) -> Broken | None:
        """Return the violation if the error was caused by the JSON of a response; otherwise `None`."""
        heard = {source: each for each in self.trial.exchanges for source in _sources(each)}
        found = unreadable(error, heard)
        if found is None or found.source not in heard:
            return None
        return Broken(found.expected, found.received, heard[found.source], found.pointer)


def _sources(exchange: Exchange) -> Iterator[Source]:
    """Yield the sources of the body and of each event, in the order of their arrival."""
    yield exchange.source
    yield from (event.source for event in exchange.events) if isinstance(exchange, StreamedExchange) else ()
