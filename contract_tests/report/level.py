"""Standing of the target: the share of must-checks that pass in each tier, and its level.

The share is out of all must-checks of the tier, so a target that offers less never stands higher.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contract_tests.contract import Operation
from contract_tests.findings.finding import Verdict
from contract_tests.findings.result import Result
from contract_tests.findings.survey import Survey

TIERS = (1, 2, 3)

HARMLESS = {Verdict.PASS, Verdict.SKIP}
"""Verdicts that leave a tier complete. A skipped check needs a graph or an identity that the run lacks."""


@dataclass(frozen=True)
class TierStanding:
    tier: int
    passed: int
    total: int
    """Number of all must-checks of the tier that the run selected."""
    declared: int
    """Number of those whose operation is declared as not offered."""
    skipped: int
    """Number of those that were skipped because the run lacks a graph or an identity."""
    is_complete: bool

    @property
    def percent(self) -> int:
        """Share of the checks that pass, rounded down."""
        return 100 * self.passed // self.total if self.total else 0

    @property
    def sentence(self) -> str:
        counts = {"skipped": self.skipped, "declared as not offered": self.declared}
        more = "".join(f", {count} {name}" for name, count in counts.items() if count)
        return f"{self.percent} % ({self.passed} of {self.total} must-checks pass{more})"


@dataclass(frozen=True)
class Standing:
    tiers: tuple[TierStanding, ...]
    """Tiers of which the run selected a check."""
    level: int | None
    """Highest tier that is complete, with all below it; 0 if none is. `None` for a part of the checks."""

    @property
    def line(self) -> str:
        """Level and share of tier 1; empty if neither is known."""
        level = [] if self.level is None else [f"level {self.level}"]
        first = [f"tier {each.tier}: {each.percent} %" for each in self.tiers if each.tier == 1]
        return ", ".join(level + first)


def standing(
    results: Iterable[Result],
    operations: Mapping[str, Operation],
    declared: Iterable[str],
    survey: Survey,
    *,
    is_whole: bool,
) -> Standing:
    """Return where the target stands. `declared` are ids of operations declared as not offered."""
    required = [each for each in results if each.level == "must" and each.kind != "recorded"]
    missing = frozenset(declared)
    tiers = []
    for tier in TIERS:
        own = [each for each in required if _tier(each, operations) == tier]
        verdicts = [each.verdict for each in own]
        not_offered = sum(each.operation in missing for each in own)
        complete = bool(own) and not set(verdicts) - HARMLESS
        if own:
            tiers.append(
                TierStanding(
                    tier,
                    verdicts.count(Verdict.PASS),
                    len(own),
                    not_offered,
                    verdicts.count(Verdict.SKIP),
                    complete,
                )
            )
    return Standing(tuple(tiers), _level(tiers, survey) if is_whole and tiers else None)


def _level(tiers: Iterable[TierStanding], survey: Survey) -> int:
    if survey.operations and not survey.graphs:
        return 0  # nothing could be run, so most checks were skipped
    level = 0
    for each in tiers:
        if not each.is_complete or each.tier != level + 1:
            break
        level = each.tier
    return level


def _tier(result: Result, operations: Mapping[str, Operation]) -> int:
    operation = operations.get(result.operation)
    return result.tier or (operation.tier if operation else 0)
