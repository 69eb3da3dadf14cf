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
from contract_tests.scripted import offered
from contract_tests.target import OutOfTime, Unreachable
from contract_tests.trial import Setting, Trial

WHY = "\nWhy: "
"""Begins the paragraph of a docstring that says what breaks at a client."""

Try = Callable[[Trial], None]


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

    def _judge(self, trial: Trial) -> tuple[Verdict, str, tuple[Finding, ...]]:
        verdict, reason, own = Verdict.PASS, "", list[Finding]()
        try:
            self._equip(trial)
            self.run(trial)
        except Broken as broken:
            blurred = next((each for each in trial.wrong if each.blurs(broken)), None)
            verdict, reason = (Verdict.NOT_TESTABLE, str(blurred)) if blurred else (Verdict.FAIL, "")
            own = [] if blurred else [self._finding(trial, broken)]
        except Misshapen as answer:
            verdict, reason = Verdict.NOT_TESTABLE, str(answer)
        except Inconclusive as end:
            verdict, reason = end.verdict, str(end)
        except OutOfTime as over:
            verdict, reason = Verdict.SKIP, str(over)
        except Unreachable:
            raise
        except Exception:  # noqa: BLE001 - whatever else goes wrong is our own fault, and is said
            verdict, reason = Verdict.ERROR, traceback.format_exc(limit=-3)
            if trial.wrong:  # or it is that of an answer, with which there is no going on
                verdict, reason = Verdict.NOT_TESTABLE, str(trial.wrong[0])
        return verdict, trial.repeatable(reason), (*own, *trial.misshapen)

    def _equip(self, trial: Trial) -> None:
        if len(trial.setting.target.identities) < self.identities:
            raise Skipped("needs a second identity (--other-header)")
        if self.feature is not None:
            offered(trial.operation, trial)

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
