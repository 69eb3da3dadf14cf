"""Catalogue of all checks, by id."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from contract_tests import checks, contract
from contract_tests.contract import Contract, Operation
from contract_tests.findings.finding import Finding, Level, Verdict
from contract_tests.findings.former_ids import any_of, current, fits, ids_of
from contract_tests.findings.profile import Profile, profiles
from contract_tests.findings.result import Result
from contract_tests.harness.check import Check, discover
from contract_tests.options.options import Options
from contract_tests.report import record
from contract_tests.validation.requirements import CHECKS, LEVELS, REASONS

Phase = Literal["scripted", "valid", "invalid"]
PHASES: tuple[Phase, ...] = ("scripted", "valid", "invalid")

UNFINISHED = (Verdict.FAIL, Verdict.BLOCKED, Verdict.INCOMPLETE, Verdict.ERROR)
"""Verdicts that `--last-failed` selects."""


class Unknown(Exception):
    """The name of a check or an area is unknown."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name
        by_lower_case = {each.lower(): each for each in known}
        near = difflib.get_close_matches(name.lower(), list(by_lower_case), n=2, cutoff=0.5)
        near = near or difflib.get_close_matches(name.lower(), list(by_lower_case), n=1, cutoff=0)
        self.similar = [by_lower_case[each] for each in near]

    def __str__(self) -> str:
        hint = f" Did you mean {' or '.join(self.similar)}?" if self.similar else ""
        return f"unknown {self.kind} {self.name!r}.{hint}"


class NothingFailed(Exception):
    """The record of `--last-failed` has no check to run again."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.file = file

    def __str__(self) -> str:
        return f"--last-failed {self.file}: no check failed, was blocked or incomplete"


class NothingLeft(Exception):
    """The options exclude each other. `option` is one that selects nothing."""

    def __init__(self, option: str = "") -> None:
        super().__init__(option)
        self.option = option

    def __str__(self) -> str:
        which = f"{self.option}: " if self.option else ""
        return f"{which}no check is selected: --tier, --area, --check and --last-failed exclude each other"


PARAMETER = re.compile(r"\{[^}]*\}")


def _nameless(name: str) -> str:
    """Return `METHOD /path` without the names of path parameters, which differ between documents."""
    return PARAMETER.sub("{}", " ".join(name.split()))


def _shortest(name: str) -> str:
    """Return a name of a report without the pointer of a finding and the names of path parameters."""
    return _nameless(name.partition(" at ")[0])


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
        name = current(check).partition("[")[0]
        if name not in found:
            raise Unknown("check", check, found)
        return found[name]


def catalogue() -> Catalogue:
    return Catalogue(discover(checks))


def shape_name(phase: Phase, operation_id: str) -> str:
    return f"shape.{phase}[{operation_id}]"


def names(check: str, operation: Operation) -> tuple[str, ...]:
    """Return the names of a check on an operation, as reports print them, with former ids of the check."""
    on = (f"[{operation.id}]", f" on {operation.id}", f" on {_nameless(str(operation))}")
    return tuple(f"{name}{end}" for name in ids_of(check) for end in ("", *on))


def _own_names(operation: Operation) -> tuple[str, ...]:
    return operation.id, _nameless(str(operation))


@dataclass(frozen=True)
class Selection:
    """Checks and operations that the options select."""

    contract: Contract
    catalogue: Catalogue
    tier: int = 3
    """Highest tier to include."""
    areas: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    """Names in reports: `threads.search.limit`, `shape.valid[get_thread]`, `GET /threads/{thread_id}`.

    `*` matches any characters. Former ids select the renamed checks.
    """
    not_offered: tuple[str, ...] = ()
    """Operations that the target lacks on purpose: ids, or `METHOD /path`."""
    profile: Profile | None = None
    """Client whose needs are checked, and nothing else."""
    again: frozenset[str] | None = None
    """Names of the items to run, `CHECK[OPERATION]`. `None` means all."""
    slow: bool = False
    """True to include checks that wait for seconds; otherwise only `checks` or `again` names them."""

    def __post_init__(self) -> None:
        """Validate the selection. Raises: Unknown, NothingLeft."""
        known = {operation.area for operation in self.contract.operations}
        for pattern in self.checks:
            if not any(fits(name, _shortest(pattern)) for name in self._names()):
                raise Unknown("check", pattern, self._similar_to(pattern))
        for area in self.areas:
            if area not in known:
                raise Unknown("area", area, known)
        _ = self.declared
        if not self.items:
            raise NothingLeft
        for option, name, phase in self._parts():
            if not phase.items:
                raise NothingLeft(f"{option} {name}")

    def _names(self) -> Iterator[str]:
        """Yield every name that `checks` may contain."""
        for entry in self.catalogue.entries():
            yield from ids_of(entry.id)
            for operation_id in entry.operations:
                yield from names(entry.id, self.contract.by_id[operation_id])
        for operation in self.contract.operations:
            yield from _own_names(operation)
            for check in CHECKS:
                yield from names(check, operation)
            for phase in PHASES:
                yield from (f"shape.{phase}", shape_name(phase, operation.id))

    def _similar_to(self, pattern: str) -> Iterator[str]:
        """Yield the names of the same form as an unknown one."""
        if "[" in pattern:
            yield from (each for each in self._names() if each.endswith("]"))
        elif "/" in pattern:
            yield from map(str, self.contract.operations)
        else:
            yield from (each for each in self._names() if not {"[", " "} & set(each))

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
            and self.again is None
            and all(each.tier <= self.tier for each in self.contract.operations)
        )

    @property
    def items(self) -> int:
        """Number of test items; a check applied to one operation is one."""
        return len(self.generated) + len(self.semantic)

    @property
    def outside(self) -> frozenset[str]:
        """Ids of the operations that the target may lack: not those of the profile, or declared."""
        others = self.profile and {*self.contract.by_id} - self.profile.operations
        return frozenset(self.declared) | (others or frozenset())

    @property
    def needed(self) -> frozenset[str] | None:
        """Ids of the operations without which the client does not work. `None` without a client."""
        return self.profile.required if self.profile else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """One pattern for all of `checks`, because a run compares thousands of names with it."""
        return any_of(map(_shortest, self.checks))

    def _has_any(self, candidates: Iterable[str]) -> bool:
        return any(map(self._pattern.match, candidates))

    def has(self, check: str, operation: Operation) -> bool:
        """Return whether a check on an operation is selected, by its name or by that of the operation."""
        return not self.checks or self._has_any((*names(check, operation), *_own_names(operation)))

    def has_phase(self, phase: Phase, operation: Operation) -> bool:
        """Return whether all that one phase of generated requests finds is selected."""
        own = (shape_name(phase, operation.id), f"shape.{phase}", *_own_names(operation))
        return not self.checks or self._has_any(own)

    def has_finding(self, finding: Finding, result: str, operation_id: str) -> bool:
        """Return whether a finding belongs to the selection; `result` is the id of its result."""
        if self.profile is not None and not self.profile.concerns(finding, result):
            return False
        by_id = self.contract.by_id
        phase = {shape_name(each, operation_id): each for each in PHASES}.get(result)
        if phase is None or self.has_phase(phase, by_id[operation_id]):
            return True
        return self.has(finding.check, by_id[finding.operation])

    def is_held_to_everything(self, operation: Operation) -> bool:
        """Return whether invalid requests to the operation are selected, too: no client sends them."""
        return self.profile is None or self.profile.is_whole(operation.id)

    def operations(self) -> tuple[Operation, ...]:
        return tuple(filter(self._is_chosen, self.contract.operations))

    @cached_property
    def generated(self) -> tuple[tuple[Operation, Phase], ...]:
        """Operations to send generated requests to, each with a kind of requests."""
        return tuple(
            (operation, phase)
            for operation in self.operations()
            for phase in PHASES
            if phase != "invalid" or self.is_held_to_everything(operation)
            if self.again is None or shape_name(phase, operation.id) in self.again
            if self.has_phase(phase, operation) or any(self.has(check, operation) for check in CHECKS)
        )

    @cached_property
    def semantic(self) -> tuple[tuple[Check, Operation], ...]:
        """Checks of behaviour, each with the operations to check."""
        return tuple(
            (check, operation)
            for check in self.catalogue.checks
            if check.tier <= self.tier and self._has_time_for(check)
            for operation in map(self.contract.by_id.__getitem__, check.operations)
            if self._is_chosen(operation) and self.has(check.id, operation)
            if self.profile is None or self.profile.has(check.id, operation.id)
            if self.again is None or f"{check.id}[{operation.id}]" in self.again
        )

    @property
    def left_out(self) -> tuple[tuple[Check, Operation], ...]:
        """Slow checks that a run of all checks leaves out, each with its operations."""
        if not self.is_whole:
            return ()
        return tuple(
            (check, self.contract.by_id[operation])
            for check in self.catalogue.checks
            if not self._has_time_for(check)
            for operation in check.operations
        )

    def _has_time_for(self, check: Check) -> bool:
        is_named = any(_names_check(pattern, check) for pattern in map(_shortest, self.checks))
        return self.slow or not check.is_slow or is_named or self.again is not None

    def _is_chosen(self, operation: Operation) -> bool:
        if self.profile is not None and operation.id not in self.profile.operations:
            return False
        return operation.tier <= self.tier and (not self.areas or operation.area in self.areas)


def _names_check(pattern: str, check: Check) -> bool:
    """Return whether the pattern is the name of the check, perhaps on one operation, without wildcards."""
    return re.split(r"\[| on ", pattern)[0] in ids_of(check.id)


def profile_named(name: str) -> Profile | None:
    """Return the profile, or `None` for an empty name. Raises: Unknown."""
    if name and name not in profiles():
        raise Unknown("profile", name, profiles())
    return profiles().get(name)


def select(options: Options, known: Catalogue) -> Selection:
    """Return the checks and operations that the options select.

    Raises:
        Unknown: a name does not exist.
        NothingLeft: the options exclude each other.
        NothingFailed: the record of `--last-failed` has no check to run again.
        BadRecord: it can't be read.

    """
    again = None
    if options.last_failed:
        results = record.read(options.last_failed).results
        again = frozenset(map(_item, filter(_is_unfinished, results)))
        if not again:
            raise NothingFailed(options.last_failed)
    return Selection(
        contract.load(),
        known,
        options.deepest,
        options.areas,
        options.checks,
        options.not_offered,
        profile_named(options.profile),
        again,
        options.slow_checks,
    )


def _is_unfinished(result: Result) -> bool:
    return result.verdict in UNFINISHED or bool(result.findings)


def _item(result: Result) -> str:
    return result.id if result.kind == "generated" else f"{result.check}[{result.operation}]"
