"""What comes of a check: a verdict, and for every broken rule a finding.

A check goes through these steps; each can end it, with the exception that says how:

1. is the run equipped for it?           Skipped        a second identity is missing
2. does the target offer it?             NotOffered     the feature is a group a server may lack
3. is our own request valid?             InvalidRequest our fault: verdict error
4. did the positive control succeed?     NotTestable    without it the answer would prove nothing
5. has the answer its documented shape?  Misshapen      findings of `shape.*`; the rule goes on, if it can
6. does the rule hold?                   Broken         the finding, unless that very answer has no shape

Where a check reads what a response lacks, or makes a request of an id that none can be made of, the rule is
broken, too (`json_view.py`, `Trial.misread`). What else is raised is a fault of ours: verdict error.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Literal

from contract_tests.client.exchange import Exchange

Level = Literal["must", "should"]


class Verdict(StrEnum):
    """Best to worst."""

    PASS = "pass"  # noqa: S105 - no password
    NOT_OFFERED = "not offered"
    SKIP = "skip"
    NOT_TESTABLE = "not testable"
    INCOMPLETE = "incomplete"
    """The check was cut short; so is a report with such a check."""
    FAIL = "fail"
    ERROR = "error"

    @classmethod
    def worst(cls, verdicts: Iterable["Verdict"]) -> "Verdict | None":
        order = list(cls)
        return max(verdicts, key=order.index, default=None)


Key = tuple[str, str, str]
"""Check, operation and place of a finding."""


@dataclass(frozen=True)
class Violation:
    """What an answer should have been and what it was."""

    check: str
    expected: str
    received: str
    requirement: str
    pointer: str = ""
    """Where in the answer: a JSON pointer, or the name of a header."""
    why: str = ""
    """What breaks at a client."""
    level: Level = "must"


@dataclass(frozen=True)
class Finding:
    """One broken rule."""

    check: str
    operation: str
    level: Level
    expected: str
    received: str
    pointer: str
    requirement: str
    exchange: Exchange = field(repr=False)
    """The one that shows it. Of the answer only what is the same each time."""
    why: str = ""
    """What breaks at a client."""
    replay: tuple[str, ...] = ()
    """Command lines, the last one being the request that failed."""

    @property
    def key(self) -> Key:
        """Findings with the same key are one problem."""
        return self.check, self.operation, self.pointer


@dataclass(frozen=True)
class Outcome:
    """What came of one item: a rule put to an operation."""

    verdict: Verdict
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    """Everything that was said, for the count of the statuses that were reached."""


class Inconclusive(Exception):
    """A check came to an end without a judgement about the target."""

    verdict: ClassVar[Verdict]

    def __init__(self, reason: str, exchange: Exchange | None = None) -> None:
        super().__init__(reason, exchange)
        self.reason = reason
        self.exchange = exchange

    def __str__(self) -> str:
        return f"{self.reason} ({self.exchange})" if self.exchange else self.reason


class Skipped(Inconclusive):
    """The run lacks what the check needs."""

    verdict = Verdict.SKIP


class NotOffered(Inconclusive):
    """The target lacks the feature."""

    verdict = Verdict.NOT_OFFERED

    def __str__(self) -> str:
        """The same of all of the feature's operations, so that a report says it once."""
        return self.reason


class NotTestable(Inconclusive):
    """A prerequisite failed."""

    verdict = Verdict.NOT_TESTABLE


class CutShort(Inconclusive):
    """The time for the whole check is over."""

    verdict = Verdict.INCOMPLETE


class InvalidRequest(Exception):
    """A request of ours that should have kept the contract breaks it."""

    def __init__(self, operation_id: str, breaches: Iterable[str]) -> None:
        self.operation_id = operation_id
        self.breaches = tuple(breaches)
        super().__init__(operation_id, self.breaches)

    def __str__(self) -> str:
        return f"our own {self.operation_id} request is invalid: {'; '.join(self.breaches)}"


class Misshapen(Exception):
    """An answer has not the shape that the contract documents."""

    def __init__(self, exchange: Exchange, violations: Iterable[Violation]) -> None:
        self.exchange = exchange
        self.violations = tuple(violations)
        super().__init__(exchange, self.violations)

    def blurs(self, broken: "Broken") -> bool:
        """Whether a rule is broken by this answer, and only because what is in it is wrong already."""
        beside = {"shape.headers", "shape.stream"}
        if not self.exchange.ok:
            beside.add("shape.content_type")
        is_inside = any(each.check not in beside for each in self.violations)
        return is_inside and self.exchange.request is broken.exchange.request

    def __str__(self) -> str:
        return f"an answer breaks {', '.join(sorted({v.check for v in self.violations}))} ({self.exchange})"


class Broken(Exception):
    """The rule does not hold."""

    def __init__(self, expected: str, received: str, exchange: Exchange, pointer: str = "") -> None:
        super().__init__(expected, received, exchange, pointer)
        self.expected = expected
        self.received = received
        self.exchange = exchange
        self.pointer = pointer

    def __str__(self) -> str:
        return f"expected {self.expected}, received {self.received} ({self.exchange})"
