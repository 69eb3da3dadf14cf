"""Sections of the comparison, one for each kind of difference, the worst first."""

from collections.abc import Iterator
from dataclasses import dataclass

from contract_tests.comparison.model import Comparison, ResponseStatuses, Shift
from contract_tests.report.labels import MARKS, named
from contract_tests.report.model import Report, operation_name, plural

MAX_NAMES = 4
"""Names shown in a list; the rest is counted."""

NAMES = ("A", "B")
"""Names of the two reports, which may have the same target."""


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[tuple[str, ...], ...]
    """Pairs of a subject and its description."""


def sections(comparison: Comparison) -> Iterator[Section]:
    """Yield the sections that have rows."""
    new = [each.finding for each in comparison.new]
    both = [(each.after.key, each.before.received, each.after.received) for each in comparison.differing]
    sections = (
        Section("New findings", tuple((named(each.key), each.received) for each in new)),
        Section("Other verdicts", tuple(_shift(each) for each in comparison.shifts)),
        Section("Findings not tested again", tuple((named(each.key), "") for each in comparison.unseen)),
        Section("Repaired", tuple((named(each.key), "") for each in comparison.repaired)),
        Section("Findings with other details", tuple((named(k), f"A: {a} · B: {b}") for k, a, b in both)),
        Section("Other response statuses", tuple(_statuses(each) for each in comparison.response_statuses)),
        Section("Not in both", tuple(_only(comparison))),
    )
    yield from (each for each in sections if each.rows)


def against(report: Report) -> str:
    """Return the contract and the settings of a report on one line."""
    return f"{report.subject.contract} · {report.subject.how}" + (
        "" if report.subject.is_whole else " · partial run"
    )


def _shift(shift: Shift) -> tuple[str, ...]:
    verdicts = " → ".join(f"{MARKS[each]} {each.value}" for each in (shift.before, shift.after))
    reason = f"{shift.reason}: " if shift.reason else ""
    return f"{verdicts} ×{len(shift.ids)}", reason + _few(shift.ids)


def _statuses(responses: ResponseStatuses) -> tuple[str, ...]:
    sides = zip(NAMES, (responses.before, responses.after), strict=True)
    return operation_name(responses.operation), ", ".join(
        f"only {name}: {_spaced(each)}" for name, each in sides if each
    )


def _only(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    for name, count in zip(NAMES, comparison.only, strict=True):
        if count:
            yield plural(count, "check"), f"only {name}"


def _spaced(statuses: tuple[int, ...]) -> str:
    return " ".join(map(str, sorted(statuses)))


def _few(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return ", ".join(names[:MAX_NAMES]) + more
