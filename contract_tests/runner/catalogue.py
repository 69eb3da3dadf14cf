"""Catalogue of all checks, by id."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from contract_tests import checks
from contract_tests.contract import Contract, Operation
from contract_tests.findings.finding import Finding, Level
from contract_tests.findings.profile import Profile, profiles
from contract_tests.findings.renamed import current, matches
from contract_tests.harness.check import Check, discover
from contract_tests.validation.requirements import CHECKS, LEVELS, REASONS


class Unknown(Exception):
    """The name of a check or an area is unknown."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name
        self.similar = difflib.get_close_matches(name, list(known), n=2, cutoff=0.5)

    def __str__(self) -> str:
        hint = f" Did you mean {' or '.join(self.similar)}?" if self.similar else ""
        return f"unknown {self.kind} {self.name!r}.{hint}"


class NothingLeft(Exception):
    """The options exclude each other. `option` is one that selects nothing."""

    def __init__(self, option: str = "") -> None:
        super().__init__(option)
        self.option = option

    def __str__(self) -> str:
        which = f"{self.option}: " if self.option else ""
        return f"{which}no check is selected: --tier, --area and --check exclude each other"


PARAMETER = re.compile(r"\{[^}]*\}")


def _nameless(name: str) -> str:
    """Return `METHOD /path` without the names of path parameters, which differ between documents."""
    return PARAMETER.sub("{}", " ".join(name.split()))


@dataclass(frozen=True)
class Entry:
    id: str
    level: Level
    tier: int
    operations: Sequence[str]
    """Ids of the operations to which it applies. Empty means all."""
    requirement: str
    why: str

    @property
    def sentence(self) -> str:
        return self.requirement.split("\n", 1)[0]


RECORDED = Entry(
    "traffic.request",
    "should",
    1,
    (),
    "A client's request matches the contract. This is checked in recorded traffic only.",
    "Another server, or the next release of this one, rejects the request.",
)


@dataclass(frozen=True)
class Catalogue:
    checks: tuple[Check, ...]

    def entries(self) -> Iterator[Entry]:
        for name, requirement in CHECKS.items():
            yield Entry(name, LEVELS[name], 1, (), requirement, REASONS[name])
        for check in self.checks:
            yield Entry(check.id, check.level, check.tier, check.operations, check.requirement, check.why)
        yield RECORDED

    def entry(self, check: str) -> Entry:
        """Return the entry of a check, by its current or its former id. Raises: Unknown."""
        found = {entry.id: entry for entry in self.entries()}
        if current(check) not in found:
            raise Unknown("check", check, found)
        return found[current(check)]


def catalogue() -> Catalogue:
    return Catalogue(discover(checks))


@dataclass(frozen=True)
class Selection:
    """Checks and operations that the options select."""

    contract: Contract
    catalogue: Catalogue
    tier: int = 3
    """Highest tier to include."""
    areas: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    """Ids, or patterns of ids: `threads.search.*`. Former ids select the renamed checks."""
    not_offered: tuple[str, ...] = ()
    """Operations that the target lacks on purpose: ids, or `METHOD /path`."""
    profile: Profile | None = None
    """Client whose needs are checked, and nothing else."""

    def __post_init__(self) -> None:
        """Validate the selection. Raises: Unknown, NothingLeft."""
        ids = [entry.id for entry in self.catalogue.entries()]
        known = {operation.area for operation in self.contract.operations}
        for pattern in self.checks:
            if not any(matches(name, pattern) for name in ids):
                raise Unknown("check", pattern, ids)
        for area in self.areas:
            if area not in known:
                raise Unknown("area", area, known)
        _ = self.declared
        if not self.items:
            raise NothingLeft
        for option, name, phase in self._parts():
            if not phase.items:
                raise NothingLeft(f"{option} {name}")

    def _parts(self) -> Iterator[tuple[str, str, "Selection"]]:
        """Yield the selection of each repeated option, so that one which selects nothing is noticed."""
        checks, areas = (self.checks, self.areas)
        for pattern in checks if len(checks) > 1 else ():
            yield "--check", pattern, replace(self, checks=(pattern,))
        for area in areas if len(areas) > 1 else ():
            yield "--area", area, replace(self, areas=(area,))

    @property
    def declared(self) -> tuple[str, ...]:
        """Ids of the operations in `not_offered`, in the order of the contract. Raises: Unknown."""
        by_name = {_nameless(str(each)): each.id for each in self.contract.operations}
        known = {**by_name, **{each.id: each.id for each in self.contract.operations}}
        for name in self.not_offered:
            if _nameless(name) not in known:
                names = (*(str(each) for each in self.contract.operations), *self.contract.by_id)
                raise Unknown("operation", name, names)
        chosen = {known[_nameless(name)] for name in self.not_offered}
        return tuple(each.id for each in self.contract.operations if each.id in chosen)

    @property
    def is_whole(self) -> bool:
        return (
            not self.checks
            and not self.areas
            and self.profile is None
            and all(each.tier <= self.tier for each in self.contract.operations)
        )

    @property
    def items(self) -> int:
        """Approximate number of test items; a check applied to one operation is one."""
        return len(self.generated()) + sum(1 for _ in self.semantic())

    @property
    def outside(self) -> frozenset[str]:
        """Ids of the operations that the target may lack: not those of the profile, or declared."""
        others = self.profile and {*self.contract.by_id} - self.profile.operations
        return frozenset(self.declared) | (others or frozenset())

    @property
    def needed(self) -> frozenset[str] | None:
        """Ids of the operations without which the client does not work. `None` without a client."""
        return self.profile.required if self.profile else None

    def has(self, check: str) -> bool:
        return not self.checks or any(matches(check, pattern) for pattern in self.checks)

    def has_finding(self, finding: Finding, result: str) -> bool:
        """Return whether a finding belongs to a selected check; `result` is the id of its result."""
        if self.profile is not None and not self.profile.concerns(finding, result):
            return False
        return (
            not finding.check.startswith("shape.")
            or not result.startswith("shape.")
            or self.has(finding.check)
        )

    def is_held_to_everything(self, operation: Operation) -> bool:
        """Return whether invalid requests to the operation are selected, too: no client sends them."""
        return self.profile is None or self.profile.is_whole(operation.id)

    def operations(self) -> tuple[Operation, ...]:
        return tuple(filter(self._is_chosen, self.contract.operations))

    def generated(self) -> tuple[Operation, ...]:
        """Return the operations to send generated requests to."""
        return self.operations() if any(map(self.has, CHECKS)) else ()

    def semantic(self) -> Iterator[tuple[Check, Operation]]:
        for check in self.catalogue.checks:
            operations = (self.contract.by_id[name] for name in check.operations)
            if self.has(check.id) and check.tier <= self.tier:
                yield from (
                    (check, operation)
                    for operation in operations
                    if self._is_chosen(operation)
                    and (self.profile is None or self.profile.has(check.id, operation.id))
                )

    def _is_chosen(self, operation: Operation) -> bool:
        if self.profile is not None and operation.id not in self.profile.operations:
            return False
        return operation.tier <= self.tier and (not self.areas or operation.area in self.areas)


def profile_named(name: str) -> Profile | None:
    """Return the profile, or `None` for an empty name. Raises: Unknown."""
    if name and name not in profiles():
        raise Unknown("profile", name, profiles())
    return profiles().get(name)
