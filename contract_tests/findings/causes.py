"""Causes: findings with the same root, in the order in which to fix them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from contract_tests.contract import Operation
from contract_tests.findings.evidence import Evidence, is_sent_by_no_client
from contract_tests.findings.find_root import root
from contract_tests.findings.finding import Finding, Level
from contract_tests.findings.replay import effort
from contract_tests.findings.result import Result
from contract_tests.findings.root import Root
from contract_tests.findings.survey import NO_SURVEY, Survey

Member = tuple[Root, Finding, Sequence[str]]
"""Root of a finding, the finding, and the ids of the results that it blocks."""


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
    """True if an operation can't be used as documented."""
    is_unusable: bool = False
    """True if an operation can't be used at all."""

    @property
    def level(self) -> Level:
        return "must" if any(each.level == "must" for each in self.findings) else "should"

    @property
    def tier(self) -> int:
        return min((each.tier for each in self.operations), default=3)

    @property
    def sample(self) -> Finding:
        """Finding whose replay is read fastest, of the level of the cause."""
        own = (each for each in self.findings if each.level == self.level)
        return min(own, key=lambda each: (not each.replay, effort(each.replay)))

    @property
    def urgency(self) -> tuple[object, ...]:
        """Sort key: security, unusable operations of tier 1, what blocks most, must, and most operations.

        Of one level, invalid requests come last.
        """
        return (
            not self.is_security,
            not (self.is_unusable and self.tier == 1),
            -len(self.blocks),
            self.level != "must",
            all(map(is_sent_by_no_client, self.findings)),
            not self.stops_clients,
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
    grouped: dict[tuple[object, ...], list[Member]] = {}
    for finding, blocks in zip(findings, _blocked(results, findings), strict=True):
        own = root(finding, operations.get(finding.operation), evidence.about(finding))
        grouped.setdefault(own.key, []).append((own, finding, blocks))
    found = (_cause(members, operations) for members in grouped.values())
    return tuple(sorted(found, key=lambda each: each.urgency))


def _cause(members: Sequence[Member], operations: Mapping[str, Operation]) -> Cause:
    roots, findings, blocked = zip(*members, strict=True)
    names = {each.operation for each in findings}
    concerned = tuple(operation for name, operation in operations.items() if name in names)
    blocks = dict.fromkeys(chain.from_iterable(blocked))
    is_one = len({each.title for each in roots}) == 1
    return Cause(
        roots[0].title if is_one else roots[0].general_title or roots[0].title,
        findings,
        concerned,
        tuple(blocks),
        is_security=any(each.is_security for each in roots),
        stops_clients=any(each.stops_clients for each in roots),
        is_unusable=any(each.stops_clients and not each.is_partial for each in roots),
    )


def _blocked(results: Iterable[Result], findings: Iterable[Finding]) -> Sequence[Sequence[str]]:
    """Return the ids of the results that each finding blocks.

    A finding with another pointer, about a response with another status or about an invalid request blocks a
    check only if no other finding does.
    """
    of_place: dict[tuple[str, str], list[tuple[Finding, list[str]]]] = {}
    blocked: list[list[str]] = []
    for each in findings:
        blocked.append([])
        of_place.setdefault((each.check, each.operation), []).append((each, blocked[-1]))
    for result in results:
        for blocker in result.blocked_by:
            known = of_place.get((blocker.check, blocker.operation), [])
            pointed = [pair for pair in known if pair[0].pointer == blocker.pointer] or known
            alike = [pair for pair in pointed if pair[0].exchange.status == blocker.status] or pointed
            valid = [pair for pair in alike if not is_sent_by_no_client(pair[0])]
            for _, ids in valid or alike:
                ids.append(result.id)
    return blocked
