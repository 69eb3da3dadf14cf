"""A rule: one requirement no schema can say, and the function that puts it to a target."""

import importlib
import inspect
import pkgutil
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from contract_tests.contract import Operation
from contract_tests.finding import (
    Broken,
    Finding,
    Inconclusive,
    Level,
    Misshapen,
    Outcome,
    Skipped,
    Verdict,
    Violation,
)
from contract_tests.offer import offered, sifted
from contract_tests.target import OutOfTime, Unreachable
from contract_tests.trial import Setting, Trial

WHY = "\nWhy: "
"""Begins the paragraph of a docstring that says what breaks at a client."""

Try = Callable[[Trial], None]

Judgement = tuple[Verdict, str, tuple[Finding, ...]]
"""Of a trial: verdict, reason, and the findings."""


@dataclass(frozen=True)
class Rule:
    id: str
    operations: tuple[str, ...]
    """Ids of the operations it holds for; each is tried on its own."""
    tier: int
    level: Level
    feature: str | None
    identities: int
    """How many owners it takes."""
    requirement: str
    """The docstring of its module; the first line is the requirement in one sentence."""
    why: str
    """The docstring's paragraph `Why: ...`: what breaks at a client."""
    source: str
    """Name of the module it is written in."""
    run: Try

    @property
    def area(self) -> str:
        return self.id.split(".", 1)[0]

    @property
    def sentence(self) -> str:
        return self.requirement.split("\n", 1)[0]

    def name(self, operation_id: str) -> str:
        """What the rule is called when put to an operation."""
        return f"{self.id}[{operation_id}]" if len(self.operations) > 1 else self.id

    def conduct(self, setting: Setting, operation: Operation) -> Outcome:
        """Put the rule to the setting's target; leave the target as it was found."""
        with Trial(setting, operation, self.name(operation.id)) as trial:
            verdict, reason, findings = self._judge(trial)
        return Outcome(verdict, reason, findings, tuple(trial.exchanges))

    def _judge(self, trial: Trial) -> Judgement:
        verdict, reason, own = self._tried(trial)
        findings = (*own, *trial.misshapen)
        if trial.wrong or verdict in {Verdict.FAIL, Verdict.NOT_TESTABLE}:
            findings, end = sifted(trial, findings)
            if end is not None and not set(map(id, own)) & set(map(id, findings)):
                verdict, reason = end.verdict, str(end)
        return verdict, trial.repeatable(reason), findings

    def _tried(self, trial: Trial) -> Judgement:
        try:
            self._equip(trial)
            self.run(trial)
        except Unreachable:
            raise
        except Exception as end:  # noqa: BLE001 - what is no end of a rule is our own fault, and is said
            return self._ended(trial, end)
        return Verdict.PASS, "", ()

    def _ended(self, trial: Trial, end: Exception) -> Judgement:
        match end:
            case Broken():
                return self._broken(trial, end)
            case Inconclusive():
                verdict, reason = end.verdict, str(end)
            case OutOfTime():
                verdict, reason = Verdict.INCOMPLETE, str(end)
            case Misshapen():
                verdict, reason = Verdict.NOT_TESTABLE, str(end)
            case _ if misread := trial.misread(end):
                return self._broken(trial, misread)
            case _ if trial.wrong:  # there was no going on with an answer of that shape
                verdict, reason = Verdict.NOT_TESTABLE, str(trial.wrong[0])
            case _:
                verdict, reason = Verdict.ERROR, "".join(traceback.format_exception(end, limit=-3))
        return verdict, reason, ()

    def _broken(self, trial: Trial, broken: Broken) -> Judgement:
        blurred = next((each for each in trial.wrong if each.blurs(broken)), None)
        if blurred is None:
            return Verdict.FAIL, "", (self._finding(trial, broken),)
        return Verdict.NOT_TESTABLE, str(blurred), ()

    def _equip(self, trial: Trial) -> None:
        if len(trial.setting.target.identities) < self.identities:
            raise Skipped("needs a second identity (--other-header)")
        if self.feature is not None:
            offered(trial.operation, trial.setting)

    def _finding(self, trial: Trial, broken: Broken) -> Finding:
        facts = (broken.expected, broken.received, self.sentence, broken.pointer, self.why, self.level)
        return trial.finding(Violation(self.id, *facts), broken.exchange, trial.operation)


def rule(
    id: str,  # noqa: A002 - it is the rule's id
    *,
    operation: str | None = None,
    operations: tuple[str, ...] = (),
    tier: int,
    level: Level = "must",
    feature: str | None = None,
    identities: int = 1,
) -> Callable[[Try], Rule]:
    """Make a rule of a function. The docstring of the function's module is the requirement."""

    def made(run: Try) -> Rule:
        requirement, _, why = inspect.cleandoc(sys.modules[run.__module__].__doc__ or "").partition(WHY)
        return Rule(
            id=id,
            operations=(operation,) if operation else operations,
            tier=tier,
            level=level,
            feature=feature,
            identities=identities,
            requirement=requirement.strip(),
            why=" ".join(why.split()),
            source=run.__module__,
            run=run,
        )

    return made


def discover(package: ModuleType) -> tuple[Rule, ...]:
    """Every rule written in a module below the package, by id."""
    return tuple(sorted(_rules(package), key=lambda each: each.id))


def _rules(package: ModuleType) -> Iterator[Rule]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        members = vars(importlib.import_module(module.name)).values()
        yield from (each for each in members if isinstance(each, Rule) and each.source == module.name)
