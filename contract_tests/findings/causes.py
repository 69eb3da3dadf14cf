"""Causes: findings with the same root, in the order in which to fix them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contract_tests.contract import Operation
from contract_tests.findings.evidence import Evidence, is_sent_by_no_client
from contract_tests.findings.finding import Finding, Level
from contract_tests.findings.result import Result
from contract_tests.findings.root import Root
from contract_tests.findings.roots import root
from contract_tests.findings.survey import NO_SURVEY, Survey

Place = tuple[str, str, str, bool]
"""Check, operation, pointer, and whether the request is invalid."""


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
        """Sort key: security, unusable operations of tier 1, what blocks most, must, and most operations.

        Of one level, invalid requests come last.
        """
        return (
            not self.is_security,
            not (self.stops_clients and self.tier == 1),
            -len(self.blocks),
            self.level != "must",
            all(map(is_sent_by_no_client, self.findings)),
            -len(self.operations),
            self.tier,
            self.title,
        )


def causes(
    findings: Sequence[Finding],
    operations: Mapping[str, Operation],
    results: Iterable[Result] = (),
    survey: Survey = NO_SURVEY,
) -> tuple[Cause, ...]:
    """Return the causes of the findings, the most urgent first."""
    results = tuple(results)
    evidence = Evidence(findings, results, survey)
    grouped: dict[tuple[object, ...], list[tuple[Root, Finding]]] = {}
    for finding in findings:
        own = root(finding, operations.get(finding.operation), evidence.about(finding))
        grouped.setdefault(own.key, []).append((own, finding))
    blocked = _blocked(results, findings)
    found = (_cause(members, operations, blocked) for members in grouped.values())
    return tuple(sorted(found, key=lambda each: each.urgency))


def _cause(
    members: Sequence[tuple[Root, Finding]],
    operations: Mapping[str, Operation],
    blocked: Mapping[Place, Sequence[str]],
) -> Cause:
    roots, findings = zip(*members, strict=True)
    names = {each.operation for each in findings}
    concerned = tuple(operation for name, operation in operations.items() if name in names)
    blocks = dict.fromkeys(
        result
        for each in findings
        for pointer in dict.fromkeys(("", each.pointer))
        for result in blocked.get((each.check, each.operation, pointer, is_sent_by_no_client(each)), ())
    )
    return Cause(
        roots[0].title,
        findings,
        concerned,
        tuple(blocks),
        is_security=any(each.is_security for each in roots),
        stops_clients=any(each.stops_clients for each in roots),
    )


def _blocked(results: Iterable[Result], findings: Iterable[Finding]) -> Mapping[Place, Sequence[str]]:
    """Return the ids of blocked results.

    An invalid request blocks a check only if there is no finding of a valid one. A blocker without a pointer,
    or with one that no finding has, is any finding of its check and operation.
    """
    findings = tuple(findings)
    valid = {(each.check, each.operation) for each in findings if not is_sent_by_no_client(each)}
    known = {each.key for each in findings}
    blocked: dict[Place, list[str]] = {}
    for result in results:
        for blocker in result.blocked_by:
            place = blocker.check, blocker.operation
            pointer = blocker.pointer if (*place, blocker.pointer) in known else ""
            blocked.setdefault((*place, pointer, place not in valid), []).append(result.id)
    return blocked
