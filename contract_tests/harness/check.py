"""Check: one requirement that no schema can express, and the function that applies it to a target."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

from contract_tests.findings.finding import Level
from contract_tests.harness.check_context import CheckContext

WHY = "\nWhy: "
"""Beginning of the docstring paragraph about the consequence for a client."""

CheckFunction = Callable[[CheckContext], None]


@dataclass(frozen=True)
class Check:
    id: str
    operations: Sequence[str]
    """Ids of the operations to which it applies, one at a time."""
    tier: int
    level: Level
    feature: str | None
    identities: int
    """Number of owners that it requires."""
    requirement: str
    """Docstring of its module; the first line is the requirement in one sentence."""
    why: str
    """Docstring paragraph `Why: ...`: the consequence for a client."""
    source: str
    """Name of the module that defines it."""
    run: CheckFunction
    whole_replay: bool = False
    """True if a finding depends on resources that its last request does not name."""
    is_slow: bool = False
    """True if it waits for seconds; then only `--slow-checks` or its own name selects it."""

    @property
    def area(self) -> str:
        return self.id.split(".", 1)[0]

    @property
    def sentence(self) -> str:
        return self.requirement.split("\n", 1)[0]

    def name(self, operation_id: str) -> str:
        """Return the name of the check as applied to the operation."""
        return f"{self.id}[{operation_id}]" if len(self.operations) > 1 else self.id


def check(
    id: str,  # noqa: A002 - the public name
    *,
    operation: str | None = None,
    operations: Sequence[str] = (),
    tier: int,
    level: Level = "must",
    feature: str | None = None,
    identities: int = 1,
    whole_replay: bool = False,
    slow: bool = False,
) -> Callable[[CheckFunction], Check]:
    """Turn a function into a check. The docstring of the function's module is the requirement."""

    def made(run: CheckFunction) -> Check:
        requirement, _, why = inspect.cleandoc(sys.modules[run.__module__].__doc__ or "").partition(WHY)
        return Check(
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
            whole_replay=whole_replay,
            is_slow=slow,
        )

    return made


def discover(package: ModuleType) -> tuple[Check, ...]:
    """Return every check defined in a module of the package, sorted by id."""
    return tuple(sorted(_checks(package), key=lambda each: each.id))


def _checks(package: ModuleType) -> Iterator[Check]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        members = vars(importlib.import_module(module.name)).values()
        yield from (each for each in members if isinstance(each, Check) and each.source == module.name)
