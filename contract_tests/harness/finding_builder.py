"""Findings of a check, in the form that is the same in every run."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from contract_tests.client.exchange import Exchange
from contract_tests.client.json_view import Source, unreadable
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Operation
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.finding import Finding, RequirementNotMet, Violation
from contract_tests.findings.replay import (
    commands,
    exchange_of_any_run,
    leading_to,
    limits,
    of_any_run,
    repeatable,
    without_ids,
)
from contract_tests.findings.shortened_response import shortened
from contract_tests.harness.check_context import CheckContext


@dataclass(frozen=True)
class FindingBuilder:
    ctx: CheckContext

    @property
    def _redactor(self) -> FactRedactor:
        return self.ctx.run_context.redactor

    def repeatable(self, text: str) -> str:
        """Return the text without what differs between runs."""
        return self._of_any_run(repeatable(text, self.ctx.issued))

    def _of_any_run(self, text: str) -> str:
        for own, other in self.ctx.shown.items():
            text = text.replace(own, other)
        return of_any_run(text, self.ctx.run_context.run)

    def finding(self, violation: Violation, exchange: Exchange, operation: Operation) -> Finding:
        """Return the finding for a violation."""
        return self._redactor.finding(
            check=violation.check,
            operation=operation.id,
            level=violation.level,
            expected=self.repeatable(violation.expected),
            received=self.repeatable(violation.received),
            pointer=without_ids(violation.pointer),
            requirement=violation.requirement,
            why=violation.why,
            exchange=self._shown(exchange),
            replay=commands([self._sent(each) for each in self._repeated(exchange)]),
            replay_limits=limits(self._with_overlap(exchange)),
        )

    def _repeated(self, last: Exchange) -> list[Exchange]:
        """Return the exchanges that a replay repeats."""
        ctx = self.ctx
        before = takewhile(lambda each: each.request is not last.request, ctx.exchanges)
        leading = before if ctx.whole_replay else leading_to(last, ctx.exchanges)
        return [self._with_overlap(each) for each in (*leading, last)]

    def _with_overlap(self, exchange: Exchange) -> Exchange:
        is_overlapping = any(each is exchange.request for each in self.ctx.overlapping)
        return replace(exchange, is_overlapping=is_overlapping)

    def _sent(self, exchange: Exchange) -> Exchange:
        """Return the exchange whose request any other run could have sent, with any credentials."""
        sent = exchange_of_any_run(exchange, self._of_any_run)
        return replace(sent, request=self._redactor.redacted(sent.request))

    def _shown(self, exchange: Exchange) -> Exchange:
        response = shortened(exchange.response, lambda text: self._redactor.redacted(self.repeatable(text)))
        return replace(self._sent(exchange), response=response)

    def invalid_response_finding(self, violation: Violation, exchange: Exchange) -> Finding:
        """Return the finding for an invalid response. It counts for the operation that sent the response."""
        operation = self.ctx.run_context.contract.by_id.get(exchange.operation_id or "", self.ctx.operation)
        requirement = f"{violation.requirement} {operation.pointer}"
        level = "should" if self._is_unnoticed(violation, exchange, operation) else violation.level
        return self.finding(replace(violation, requirement=requirement, level=level), exchange, operation)

    def _is_unnoticed(self, violation: Violation, exchange: Exchange, operation: Operation) -> bool:
        """Return whether the response to an invalid request has another status or body than a documented one.

        It may be rejected with any status of errors. If it is accepted, no response is documented. Working
        clients send no such requests.
        """
        is_error = not exchange.ok and not exchange.failed and not exchange.is_redirect
        is_status = violation.check == "shape.status" and is_error
        is_body = violation.check == "shape.body" and exchange.ok
        return (is_status or is_body) and self.ctx.requests.is_invalid(exchange.request, operation)

    @property
    def invalid_response(self) -> tuple[Finding, ...]:
        """Findings of the invalid responses, without duplicates."""
        found = [
            self.invalid_response_finding(each, response.exchange)
            for response in self.ctx.wrong
            for each in response.violations
        ]
        return tuple({finding.key: finding for finding in reversed(found)}.values())[::-1]

    def unexpected_shape(self, error: Exception) -> RequirementNotMet | None:
        """Return the violation if the error was caused by the JSON of a response; otherwise `None`."""
        by_source = {source: each for each in self.ctx.exchanges for source in _sources(each)}
        found = unreadable(error, by_source)
        if found is None or found.source not in by_source:
            return None
        return RequirementNotMet(found.expected, found.received, by_source[found.source], found.pointer)


def _sources(exchange: Exchange) -> Iterator[Source]:
    """Yield the sources of the body and of each event, in the order of their arrival."""
    yield exchange.source
    yield from (event.source for event in exchange.events) if isinstance(exchange, StreamedExchange) else ()
