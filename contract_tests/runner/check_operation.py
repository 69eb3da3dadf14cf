"""Scripted and generated requests to one operation, and the validation of every response."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from contract_tests.actions.resources import create_thread
from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import StreamedExchange
from contract_tests.client.target import OutOfTime
from contract_tests.contract import Operation
from contract_tests.findings.finding import (
    Finding,
    Inconclusive,
    Misshapen,
    NotTestable,
    Outcome,
    Violation,
)
from contract_tests.generation.bind import Aim
from contract_tests.generation.generated import Generator
from contract_tests.generation.prerequisites import Provision, is_reading
from contract_tests.generation.probe import offered
from contract_tests.generation.scripted import Step, script
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.harness.setting import Setting
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import ENDLESS, TAKING_THEIR_TIME
from contract_tests.runner import verdict
from contract_tests.validation.response import violation

Part = Literal["scripted", "valid", "invalid"]
PARTS: tuple[Part, ...] = ("scripted", "valid", "invalid")

FEW = 4
"""Number of valid requests to an operation that starts a run or requires an unused one, which is slow."""

OF_SOMETHING_ELSE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT)
"""Statuses of rejections that have another cause than an invalid request."""

LOOKING_AT_THREADS = ("search_threads", "count_threads")
"""Operations whose response depends on existing threads. Those of others may disappear at any time."""

LONG, SHORT, SILENT = 10.0, 1.0, 0.3
"""Seconds to read a stream: of a new run; of an existing one; and where no events are expected."""


@dataclass(frozen=True)
class Conformity:
    """One phase of the requests to an operation."""

    setting: Setting
    generator: Generator
    operation: Operation
    part: Part

    @property
    def name(self) -> str:
        return shape_name(self.part, self.operation.id)

    def conduct(self) -> Outcome:
        """Send the requests, then restore the target to its previous state."""
        found: list[Finding] = []
        with Trial(self.setting.unjudged, self.operation, self.name) as trial:
            end = verdict.end_of(lambda: self._send(trial, found))
            trial.wrong += self._invalid_elsewhere(trial, end)
            return verdict.outcome(trial, end, found=found, is_required=self._is_required)

    @property
    def _is_required(self) -> bool:
        """True if a target must offer the operation: no client works without the first tier.

        Operations of a feature may be missing.
        """
        return self.operation.tier == 1 and self.operation.feature is None and self.part == "scripted"

    def _send(self, trial: Trial, found: list[Finding]) -> None:
        """Send the requests and add the findings to `found`."""
        offered(self.operation, self.setting)
        for step in self._steps(trial):
            found += self._findings(trial, step)

    def _invalid_elsewhere(self, trial: Trial, end: Exception | None) -> Iterator[Misshapen]:
        """Yield server errors of other operations; all their invalid responses if one of them stopped us."""
        is_stopped = end is not None and not isinstance(end, Inconclusive | OutOfTime)
        for each in trial.exchanges:
            if each.operation_id != self.operation.id and (each.failed or is_stopped):
                violations = self.setting.judge(each)
                if violations:
                    yield Misshapen(each, violations)

    def _findings(self, trial: Trial, step: Step) -> Iterator[Finding]:
        valid = step.outcome != "refusal"
        at_most = patience(self.operation)
        exchange = trial.ask(self.operation, step.question, owner=step.owner, valid=valid, at_most=at_most)
        for each in (*self.setting.judge(exchange), *unmet(self.operation, step, exchange)):
            yield FindingBuilder(trial).of_shape(each, exchange)

    def _steps(self, trial: Trial) -> Iterator[Step]:
        if self.operation.id in LOOKING_AT_THREADS:
            with suppress(NotTestable):  # its response without any thread is worth checking, too
                create_thread(trial)
        if self.part == "scripted":
            yield from script(self.operation, trial)
        elif self.part == "valid":
            yield from self._valid(trial)
        else:
            yield from self._invalid(trial)

    def _valid(self, trial: Trial) -> Iterator[Step]:
        provision = Provision(trial)
        count = self.setting.examples
        if self.operation.id in TAKING_THEIR_TIME:
            count = min(count, FEW)
        for number, generated in enumerate(self.generator.valid(self.operation, count)):
            if not is_reading(self.operation) and trial.exchanges and not trial.exchanges[-1].refused:
                provision = Provision(trial)  # the last request may have changed the resources
            question = Aim(trial, provision, known=number % 2 == 0).at(generated)
            refusable = self.setting.validity.may_be_refused(self.operation, question)
            yield Step(question, "either" if refusable else "success")

    def _invalid(self, trial: Trial) -> Iterator[Step]:
        provision = Provision(trial)
        for generated in self.generator.invalid(self.operation, self.setting.examples):
            question = Aim(trial, provision, known=True).at(generated)
            if self.setting.validity.breaches(self.operation, question):
                yield Step(question, "refusal")


def shape_name(part: Part, operation_id: str) -> str:
    return f"shape.{part}[{operation_id}]"


def item_name(part: Part, operation_id: str) -> str:
    """Return the parameters in pytest's name of the item."""
    return f"{part}-{operation_id}"


def patience(operation: Operation) -> float:
    if operation.id in ENDLESS:
        return SILENT
    return SHORT if is_reading(operation) else LONG


def unmet(operation: Operation, step: Step, exchange: Exchange) -> Iterator[Violation]:
    """Yield a violation if the response contradicts the step's outcome. Its schema is checked elsewhere."""
    if exchange.status not in operation.responses:
        return
    wanted = step.outcome == "success" and bool(operation.success)
    if wanted and not exchange.ok and (step.is_least or not _is_own_refusal(operation, exchange)):
        yield violation("shape.accepts_valid", "success: the request matches the contract", exchange.summary)
    if step.outcome == "refusal" and not is_refusal(operation, exchange):
        breach = "an error: the request violates the contract"
        yield violation("shape.rejects_invalid", breach, exchange.summary)
    if step.outcome == "unauthorized" and exchange.status != HTTPStatus.UNAUTHORIZED:
        yield violation("shape.unauthorized", "401: the request has no credentials", exchange.summary)


def is_refusal(operation: Operation, exchange: Exchange) -> bool:
    """Return whether the status, or the field that the operation has for errors, rejects the request."""
    if exchange.status in OF_SOMETHING_ELSE:
        return False
    field = operation.responses[exchange.status].get("x-refusal")
    events = exchange.events if isinstance(exchange, StreamedExchange) else ()
    said = [exchange.json, *(event.data for event in events)]
    return not exchange.ok or any(isinstance(each, dict) and field in each for each in said)


def _is_own_refusal(operation: Operation, exchange: Exchange) -> bool:
    """Return whether the server can't carry out a valid request: a 400, unless it takes the place of 422."""
    if exchange.status != HTTPStatus.BAD_REQUEST:
        return False
    return "x-preferred" not in operation.responses[exchange.status]
