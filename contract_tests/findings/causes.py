"""Causes: findings with the same root, in the order in which to fix them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from contract_tests.contract import Operation
from contract_tests.findings.finding import Finding, Level
from contract_tests.findings.result import Result
from contract_tests.findings.roots import (
    REJECTS_INVALID,
    Context,
    Root,
    is_missing_field,
    refused_field,
    root,
)

MANY_FIELDS = 5
"""Fields whose invalid values an operation accepts, from which its validation as a whole is to blame."""


@dataclass(frozen=True)
class Cause:
    title: str
    """One sentence, without a full stop."""
    findings: tuple[Finding, ...]
    operations: tuple[Operation, ...]
    blocks: tuple[str, ...] = ()
    """Ids of the results that these findings block."""
    is_security: bool = False
    stops_clients: bool = False
    """True if an operation can't be used."""

    @property
    def level(self) -> Level:
        return "must" if any(each.level == "must" for each in self.findings) else "should"

    @property
    def tier(self) -> int:
        return min((each.tier for each in self.operations), default=3)

    @property
    def sample(self) -> Finding:
        """Finding with the shortest replay, of the level of the cause."""
        own = (each for each in self.findings if each.level == self.level)
        return min(own, key=lambda each: (not each.replay, sum(map(len, each.replay))))

    @property
    def urgency(self) -> tuple[object, ...]:
        """Sort key: security, unusable operations of tier 1, what blocks most, must, most operations."""
        return (
            not self.is_security,
            not (self.stops_clients and self.tier == 1),
            -len(self.blocks),
            self.level != "must",
            -len(self.operations),
            self.tier,
            self.title,
        )


def causes(
    findings: Sequence[Finding],
    operations: Mapping[str, Operation],
    results: Iterable[Result] = (),
    error_shape: str = "",
) -> tuple[Cause, ...]:
    """Return the causes of the findings, the most urgent first. `error_shape` is that of the survey."""
    missing, lax, refused = _missing_fields(findings), _lax_operations(findings), _refused_fields(findings)
    grouped: dict[tuple[object, ...], tuple[Root, list[Finding]]] = {}
    for finding in findings:
        is_error = finding.exchange.status >= HTTPStatus.BAD_REQUEST
        context = Context(
            missing.get((finding.operation, is_error), frozenset()),
            error_shape,
            is_lax=finding.operation in lax,
            refused=refused.get(finding.operation, frozenset()),
        )
        own = root(finding, operations.get(finding.operation), context)
        grouped.setdefault(own.key, (own, []))[1].append(finding)
    blocked = _blocked(results)
    found = (_cause(own, members, operations, blocked) for own, members in grouped.values())
    return tuple(sorted(found, key=lambda each: each.urgency))


def _cause(
    own: Root,
    findings: Sequence[Finding],
    operations: Mapping[str, Operation],
    blocked: Mapping[tuple[str, str], Sequence[str]],
) -> Cause:
    names = {each.operation for each in findings}
    concerned = tuple(operation for name, operation in operations.items() if name in names)
    blocks = dict.fromkeys(
        result for finding in findings for result in blocked.get((finding.check, finding.operation), ())
    )
    return Cause(own.title, tuple(findings), concerned, tuple(blocks), own.is_security, own.stops_clients)


def _missing_fields(findings: Iterable[Finding]) -> Mapping[tuple[str, bool], frozenset[str]]:
    """Return the missing fields by operation, apart for errors and for other responses."""
    missing_fields: dict[tuple[str, bool], set[str]] = {}
    for finding in filter(is_missing_field, findings):
        place = finding.operation, finding.exchange.status >= HTTPStatus.BAD_REQUEST
        missing_fields.setdefault(place, set()).add(finding.pointer.rpartition("/")[2])
    return {place: frozenset(names) for place, names in missing_fields.items()}


def _lax_operations(findings: Iterable[Finding]) -> frozenset[str]:
    """Return the ids of the operations that hardly validate their requests."""
    accepted: dict[str, set[str]] = {}
    for finding in findings:
        if finding.check == REJECTS_INVALID and finding.pointer:
            accepted.setdefault(finding.operation, set()).add(finding.pointer)
    return frozenset(name for name, fields in accepted.items() if len(fields) >= MANY_FIELDS)


def _refused_fields(findings: Iterable[Finding]) -> Mapping[str, frozenset[str]]:
    """Return the pointers to refused fields of requests by operation."""
    refused: dict[str, set[str]] = {}
    for finding in findings:
        if pointer := refused_field(finding):
            refused.setdefault(finding.operation, set()).add(pointer)
    return {operation: frozenset(pointers) for operation, pointers in refused.items()}


def _blocked(results: Iterable[Result]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the ids of blocked results by the check and the operation of the finding that blocks them."""
    blocked: dict[tuple[str, str], list[str]] = {}
    for result in results:
        for blocker in result.blocked_by:
            blocked.setdefault((blocker.check, blocker.operation), []).append(result.id)
    return blocked
