"""Puts scripted and generated requests to one operation, and holds every answer to the contract."""

import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from contract_tests.aim import Aim
from contract_tests.contract import Operation
from contract_tests.exchange import Exchange
from contract_tests.finding import Finding, Inconclusive, Misshapen, NotTestable, Outcome, Verdict, Violation
from contract_tests.generate import Generator
from contract_tests.offer import doubted, offered
from contract_tests.operation_groups import ENDLESS, TAKING_THEIR_TIME
from contract_tests.provision import Provision, is_reading
from contract_tests.scripted import Step, script
from contract_tests.shape import violation
from contract_tests.stream import StreamedExchange
from contract_tests.target import OutOfTime, Unreachable
from contract_tests.trial import Setting, Trial

Part = Literal["scripted", "valid", "invalid"]
PARTS: tuple[Part, ...] = ("scripted", "valid", "invalid")

FEW = 4
"""Valid requests of an operation that starts a run, or needs an unused one: those take their time."""

OF_SOMETHING_ELSE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT)
"""Refusals that have nothing to do with what is wrong with a request."""

LOOKING_AT_THREADS = ("search_threads", "count_threads")
"""Their answer may hang on what threads there are, and those of others come and go."""

LONG, SHORT, SILENT = 10.0, 1.0, 0.3
"""Seconds that a stream is heard: of a run of our own; of another one; and where nothing happens."""


@dataclass(frozen=True)
class Conformity:
    """One part of what is put to an operation."""

    setting: Setting
    generator: Generator
    operation: Operation
    part: Part

    @property
    def name(self) -> str:
        return f"shape.{self.part}[{self.operation.id}]"

    def conduct(self) -> Outcome:
        """Send the requests; leave the target as it was found."""
        findings: list[Finding] = []
        with Trial(self.setting, self.operation, self.name, strict=False) as trial:
            verdict, reason = self._judge(trial, findings)
        return Outcome(verdict, reason, tuple(findings), tuple(trial.exchanges))

    def _judge(self, trial: Trial, findings: list[Finding]) -> tuple[Verdict, str]:
        try:
            offered(self.operation, self.setting)
            self._ask(trial, findings)
        except Inconclusive as end:
            return (Verdict.FAIL, "") if findings else (end.verdict, trial.repeatable(str(end)))
        except OutOfTime as over:
            return (Verdict.FAIL, "") if findings else (Verdict.SKIP, str(over))
        except Unreachable:
            raise
        except Exception:  # noqa: BLE001 - whatever else goes wrong is our own fault, and is said
            if findings:
                return Verdict.FAIL, ""
            if misshapen := self._misshapen(trial):
                return Verdict.NOT_TESTABLE, trial.repeatable(str(misshapen))
            return Verdict.ERROR, traceback.format_exc(limit=-3)
        return (Verdict.FAIL if findings else Verdict.PASS), ""

    def _ask(self, trial: Trial, findings: list[Finding]) -> None:
        """Raises: Inconclusive."""
        try:
            for step in self._steps(trial):
                findings += self._findings(trial, step)
        except NotTestable:
            self._doubt(trial, findings)
            raise
        if findings:
            self._doubt(trial, findings)

    def _doubt(self, trial: Trial, findings: list[Finding]) -> None:
        """Of an operation that the target lacks, or forbids, nothing is found."""
        try:
            doubted(trial)
        except Inconclusive:
            findings.clear()
            raise

    def _misshapen(self, trial: Trial) -> Misshapen | None:
        """The first answer that can't be used: other operations have their shape, too."""
        judged = ((each, self.setting.judge(each)) for each in trial.exchanges)
        return next((Misshapen(each, found) for each, found in judged if found), None)

    def _findings(self, trial: Trial, step: Step) -> Iterator[Finding]:
        valid = step.outcome != "refusal"
        at_most = patience(self.operation)
        exchange = trial.ask(self.operation, step.question, owner=step.owner, valid=valid, at_most=at_most)
        for each in (*self.setting.judge(exchange), *unmet(self.operation, step, exchange)):
            yield trial.of_shape(each, exchange)

    def _steps(self, trial: Trial) -> Iterator[Step]:
        if self.operation.id in LOOKING_AT_THREADS:
            with suppress(NotTestable):  # what it answers where there is none is worth something, too
                trial.create_thread()
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
                provision = Provision(trial)  # what the last request may have changed is of no use any more
            question = Aim(trial, provision, known=number % 2 == 0).at(generated)
            refusable = self.setting.validity.may_be_refused(self.operation, question)
            yield Step(question, "either" if refusable else "success")

    def _invalid(self, trial: Trial) -> Iterator[Step]:
        provision = Provision(trial)
        for generated in self.generator.invalid(self.operation, self.setting.examples):
            question = Aim(trial, provision, known=True).at(generated)
            if self.setting.validity.breaches(self.operation, question):
                yield Step(question, "refusal")


def patience(operation: Operation) -> float:
    if operation.id in ENDLESS:
        return SILENT
    return SHORT if is_reading(operation) else LONG


def unmet(operation: Operation, step: Step, exchange: Exchange) -> Iterator[Violation]:
    """What the contract says of such a request, if the answer says otherwise. Its shape is another matter."""
    if exchange.status not in operation.responses:
        return
    wanted = step.outcome == "success" and bool(operation.success)
    if wanted and not exchange.ok and (step.is_least or not _is_own_refusal(operation, exchange)):
        yield violation("shape.accepts_valid", "success: the request keeps the contract", exchange.summary)
    if step.outcome == "refusal" and not is_refusal(operation, exchange):
        breach = "a refusal: the request breaks the contract"
        yield violation("shape.rejects_invalid", breach, exchange.summary)
    if step.outcome == "unauthorized" and exchange.status != HTTPStatus.UNAUTHORIZED:
        yield violation("shape.unauthorized", "401: there are no credentials", exchange.summary)


def is_refusal(operation: Operation, exchange: Exchange) -> bool:
    """By its status, or by the field that a response of the operation has for it."""
    if exchange.status in OF_SOMETHING_ELSE:
        return False
    field = operation.responses[exchange.status].get("x-refusal")
    events = exchange.events if isinstance(exchange, StreamedExchange) else ()
    said = [exchange.json, *(event.data for event in events)]
    return not exchange.ok or any(isinstance(each, dict) and field in each for each in said)


def _is_own_refusal(operation: Operation, exchange: Exchange) -> bool:
    """400 says that the server can't carry out a valid request; but not where it stands for 422."""
    if exchange.status != HTTPStatus.BAD_REQUEST:
        return False
    return "x-preferred" not in operation.responses[exchange.status]
