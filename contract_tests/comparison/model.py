"""Model of a comparison: the differences between two reports."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from contract_tests.findings.finding import Finding, Key, Verdict
from contract_tests.report.baseline import EMPTY, Known
from contract_tests.report.model import Problem, Report, plural

JUDGED_VERDICTS = {Verdict.PASS, Verdict.FAIL}
"""A change between these verdicts is not listed: the findings show it."""

LOST_VERDICTS = {Verdict.ERROR, Verdict.INCOMPLETE, Verdict.BLOCKED, Verdict.NOT_OFFERED}
"""Verdicts that count as worse after a pass: the check no longer shows whether the target conforms."""


@dataclass(frozen=True)
class Shift:
    """Results that changed from one verdict to another for the same reason."""

    before: Verdict
    after: Verdict
    reason: str
    ids: tuple[str, ...]

    @property
    def is_worse(self) -> bool:
        return self.before is Verdict.PASS and self.after in LOST_VERDICTS


@dataclass(frozen=True)
class Difference:
    """A finding that both reports have, with different responses."""

    before: Finding
    after: Finding


@dataclass(frozen=True)
class ResponseStatuses:
    """Statuses that an operation returned in only one of the reports."""

    operation: str
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    before: Report
    after: Report

    @property
    def new(self) -> tuple[Problem, ...]:
        known = _by_key(self.before)
        return tuple(each for each in self.after.problems if each.finding.key not in known)

    @property
    def differing(self) -> tuple[Difference, ...]:
        known = _by_key(self.before)
        pairs = [(known.get(each.finding.key), each.finding) for each in self.after.problems]
        return tuple(Difference(old, new) for old, new in pairs if old and old.received != new.received)

    @cached_property
    def _gone(self) -> tuple[tuple[Known, bool], ...]:
        """Findings missing from the second report, each with whether it was tested again."""
        everything = EMPTY.renewed(self.before.results, is_whole=True)
        all_again = self.after.subject.is_whole or not self.only[0]
        repaired = everything.stale(self.after.results, is_whole=all_again)
        there = _by_key(self.after)
        return tuple((each, each in repaired) for each in everything.entries if each.key not in there)

    @property
    def repaired(self) -> tuple[Known, ...]:
        return tuple(each for each, was_tested in self._gone if was_tested)

    @property
    def unseen(self) -> tuple[Known, ...]:
        """Findings that were not tested again."""
        return tuple(each for each, was_tested in self._gone if not was_tested)

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        after = {each.id: each for each in self.after.results}
        moved: dict[tuple[Verdict, Verdict, str], list[str]] = {}
        for old in self.before.results:
            new = after.get(old.id)
            if new and old.verdict is not new.verdict and not {old.verdict, new.verdict} <= JUDGED_VERDICTS:
                moved.setdefault((old.verdict, new.verdict, new.reason.strip()), []).append(old.id)
        return tuple(Shift(*key, tuple(ids)) for key, ids in moved.items())

    @property
    def only(self) -> tuple[int, int]:
        """Number of results only in the first report, and only in the second."""
        before, after = ({each.id for each in report.results} for report in (self.before, self.after))
        return len(before - after), len(after - before)

    @property
    def response_statuses(self) -> Iterator[ResponseStatuses]:
        """Differing statuses, by operation, of the operations that both reports cover."""
        before, after = _statuses(self.before), _statuses(self.after)
        for operation in before:
            old, new = before[operation], after.get(operation, Counter())
            if new and old.keys() != new.keys():
                yield ResponseStatuses(
                    operation, tuple(old.keys() - new.keys()), tuple(new.keys() - old.keys())
                )

    @property
    def same(self) -> int:
        """Number of findings in both reports."""
        return len(_by_key(self.before).keys() & _by_key(self.after).keys())

    @property
    def is_worse(self) -> bool:
        return bool(self.new) or any(each.is_worse for each in self.shifts)

    @property
    def is_same(self) -> bool:
        """True if findings and verdicts are the same. The statuses received may differ."""
        return not (self.new or self._gone or self.differing or self.shifts or any(self.only))

    @property
    def word(self) -> str:
        if self.is_worse:
            return "worse"
        if self.is_same:
            return "same"
        return "better" if self.repaired else "different"

    @property
    def conclusion(self) -> str:
        """Summary on one line."""
        lost = sum(len(each.ids) for each in self.shifts if each.is_worse)
        counts = {
            "new": len(self.new),
            "repaired": len(self.repaired),
            "not tested again": len(self.unseen),
            "the same": self.same,
        }
        shown = [f"{count} {word}" for word, count in counts.items() if count]
        findings = f"findings: {', '.join(shown)}" if shown else "no findings"
        return findings + (f" · {plural(lost, 'check')} no longer testable" if lost else "")


def _by_key(report: Report) -> Mapping[Key, Finding]:
    return {each.finding.key: each.finding for each in report.problems}


def _statuses(report: Report) -> dict[str, Counter[int]]:
    reached: dict[str, Counter[int]] = {}
    for (operation, status), count in report.reached.items():
        reached.setdefault(operation, Counter())[status] += count
    return reached
