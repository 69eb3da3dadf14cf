"""Result of a check: a verdict, and a finding for every violation.

A check goes through these steps; each can end it with its exception:

1. Is the run equipped for it?             Skipped         a second identity is missing
2. Does the target offer it?               NotOffered      the feature is a group that a server may lack
3. Is our own request valid?               InvalidRequest  our fault: verdict error
4. Did the positive control succeed?       RequestRefused  a finding: of this check, or of what blocks it
5. Is the check prepared otherwise?        Blocked         without it the response would prove nothing
6. Does the response match its schema?     InvalidResponse `shape.*` findings; the check continues if it can
7. Does the requirement hold?              RequirementNotMet  the finding, unless step 6 explains it

A check also fails if it reads something that a response lacks (`json_view.py`), or if the target sends an id
that can't be sent back. Any other exception is our fault: verdict error.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Literal, Self

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Operation
from contract_tests.findings.replay_limit import ReplayLimit

Level = Literal["must", "should"]

SUCCESS = "success: "
"""Beginning of the expectation for a valid request that was rejected."""

UNNECESSARY = f"{SUCCESS}the contract does not require "
"""Beginning of the expectation for a request that was rejected because it lacks an optional field."""

REFUSAL = "an error because "
"""Beginning of the expectation for a request with a fault, which no working client sends."""

OPTIONAL = "success or 4xx: "
"""Beginning of the expectation for a request with a value that servers may reject."""

UNREQUESTED = "it only with the stream mode "
"""Beginning of the expectation for an event of a stream mode that the request does not name."""

AS_BEFORE = "as its owner left it"
"""End of the expectation of a resource that a stranger must not change."""

NO_FIELD = "no such field"
"""What is received in place of a field that a response or an event lacks."""

WITHOUT_ERROR = "a response below 500"
"""Expectation in place of a server error."""

OPERATION_EXISTS = "shape.operation_exists"
"""Id of the check that the target has an operation, which the survey decides."""


class Verdict(StrEnum):
    """Verdicts, best to worst."""

    PASS = "pass"  # noqa: S105 - not a password
    NOT_OFFERED = "not offered"
    SKIP = "skip"
    BLOCKED = "blocked"
    INCOMPLETE = "incomplete"
    """Verdict of a check that was cut short, which makes the whole report incomplete."""
    FAIL = "fail"
    ERROR = "error"

    @classmethod
    def worst(cls, verdicts: Iterable["Verdict"]) -> "Verdict | None":
        order = list(cls)
        return max(verdicts, key=order.index, default=None)


Key = tuple[str, str, str]
"""Check, operation and pointer of a finding."""


@dataclass(frozen=True)
class Blocker:
    """Finding that blocks other checks."""

    check: str
    operation: str
    """Id of the operation."""
    status: int = 0
    """Status of the response that blocks the check. 0 means unknown."""
    pointer: str = ""
    """Pointer of the finding; empty for any."""


@dataclass(frozen=True)
class Violation:
    """Difference between a response and what was expected."""

    check: str
    expected: str
    received: str
    requirement: str
    pointer: str = ""
    """Place in the response: a JSON pointer, or the name of a header."""
    why: str = ""
    """Consequence for a client."""
    level: Level = "must"


@dataclass(frozen=True)
class Finding:
    """Violation of a requirement, as reports show it."""

    check: str
    operation: str
    level: Level
    expected: str
    received: str
    pointer: str
    requirement: str
    exchange: Exchange = field(repr=False)
    """Exchange that shows the violation. Its response omits all that differs between runs."""
    why: str = ""
    """Consequence for a client."""
    replay: tuple[str, ...] = ()
    """Command lines; the last one sends the request that failed."""
    replay_limits: tuple[ReplayLimit, ...] = ()
    """Reasons why the replay alone may not show the finding again."""

    @property
    def is_refusal(self) -> bool:
        """Return whether the target rejected a valid request; the check may be about something else."""
        return self.expected.startswith(SUCCESS)

    @property
    def is_about_absence(self) -> bool:
        """Return whether the request was rejected because it lacks an optional field."""
        return self.expected.startswith(UNNECESSARY)

    @property
    def is_about_invalid_request(self) -> bool:
        """Return whether the request violates the contract on purpose."""
        return self.expected.startswith(REFUSAL)

    @property
    def is_about_optional_value(self) -> bool:
        """Return whether the request has a value that servers may reject."""
        return self.expected.startswith(OPTIONAL)

    @property
    def is_about_null(self) -> bool:
        """Return whether the request was rejected because a field is null."""
        return self.is_refusal and self.expected.endswith(": null`")

    @property
    def key(self) -> Key:
        """Identity of the problem: findings with the same key count as one."""
        return self.check, self.operation, self.pointer


@dataclass(frozen=True)
class Outcome:
    """Result of one check of one operation."""

    verdict: Verdict
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    """All exchanges, for the count of statuses."""
    blocked_by: tuple[Blocker, ...] = ()


class NoVerdict(Exception):
    """The check ended without a judgement about the target."""

    verdict: ClassVar[Verdict]

    def __init__(self, reason: str, exchange: Exchange | None = None) -> None:
        super().__init__(reason, exchange)
        self.reason = reason
        self.exchange = exchange

    def __str__(self) -> str:
        return f"{self.reason} ({self.exchange})" if self.exchange else self.reason


class RequestRefused(Exception):
    """The target rejected a valid request: the finding itself, or what blocks the check."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(exchange)
        self.exchange = exchange

    def __str__(self) -> str:
        return f"a valid request was rejected: {self.exchange.summary} ({self.exchange})"


class Skipped(NoVerdict):
    """The run lacks something that the check requires."""

    verdict = Verdict.SKIP


class NotOffered(NoVerdict):
    """The target lacks the feature."""

    verdict = Verdict.NOT_OFFERED

    def __str__(self) -> str:
        """Return the reason alone, so that a report lists it once for all operations of the feature."""
        return self.reason


class Blocked(NoVerdict):
    """A prerequisite failed."""

    verdict = Verdict.BLOCKED

    def __init__(
        self, reason: str, exchange: Exchange | None = None, *, by: tuple[Blocker, ...] = ()
    ) -> None:
        super().__init__(reason, exchange)
        self.by = by

    @classmethod
    def by_finding(
        cls, check: str, operation: Operation, reason: str, exchange: Exchange | None = None
    ) -> Self:
        """Return the end of a check that the finding of another one blocks."""
        blocker = Blocker(check, operation.id)
        return cls(f"blocked by {check} on {operation}: {reason}", exchange, by=(blocker,))


class InvalidRequest(Exception):
    """A request that should satisfy the contract violates it."""

    def __init__(self, operation_id: str, breaches: Iterable[str]) -> None:
        self.operation_id = operation_id
        self.breaches = tuple(breaches)
        super().__init__(operation_id, self.breaches)

    def __str__(self) -> str:
        return f"our own {self.operation_id} request is invalid: {'; '.join(self.breaches)}"


ABOUT_STATUS = {"shape.server_error", "shape.status"}
"""Checks of shape that explain a status which another check did not expect."""


class InvalidResponse(Exception):
    """The response does not match the documented schema."""

    def __init__(self, exchange: Exchange, violations: Iterable[Violation]) -> None:
        self.exchange = exchange
        self.violations = tuple(violations)
        super().__init__(exchange, self.violations)

    def explains(self, broken: "RequirementNotMet") -> bool:
        """Return whether this response explains the violation.

        It does if the violation is about the same response, and the check has read what is invalid in it. An
        invalid body does not explain a wrong status.
        """
        if self.exchange.request is not broken.exchange.request:
            return False
        if broken.is_about_status:
            return any(each.check in ABOUT_STATUS for each in self.violations)
        return any(self._concerns(each, broken) for each in self.violations)

    def _concerns(self, violation: Violation, broken: "RequirementNotMet") -> bool:
        if violation.check in {"shape.headers", "shape.ids", "shape.internals", "shape.stream"}:
            return False
        if violation.check != "shape.body":
            return self.exchange.ok or violation.check != "shape.content_type"
        place = violation.pointer
        events = getattr(self.exchange, "events", ())
        read = set().union(self.exchange.source.pointers, *(event.source.pointers for event in events))
        inside = any(each == place or each.startswith(f"{place}/") for each in read)
        return not place or inside or bool(broken.pointer and place.startswith(broken.pointer))

    def __str__(self) -> str:
        return (
            f"a response violates {', '.join(sorted({v.check for v in self.violations}))} ({self.exchange})"
        )


class RequirementNotMet(Exception):
    """The target violates the requirement of the check."""

    def __init__(
        self,
        expected: str,
        received: str,
        exchange: Exchange,
        pointer: str = "",
        *,
        is_about_status: bool = False,
    ) -> None:
        super().__init__(expected, received, exchange, pointer)
        self.is_about_status = is_about_status
        self.expected = expected
        self.received = received
        self.exchange = exchange
        self.pointer = pointer

    def __str__(self) -> str:
        return f"expected {self.expected}, received {self.received} ({self.exchange})"
