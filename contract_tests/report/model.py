"""Model of a report: the results of one run, in an order that does not depend on timing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from http import HTTPStatus
from itertools import groupby

from contract_tests import contract
from contract_tests.contract import Operation
from contract_tests.findings.causes import Cause, causes
from contract_tests.findings.finding import OPERATION_EXISTS, Finding, Key, Verdict
from contract_tests.findings.replay import effort
from contract_tests.findings.result import Kind, Reached, Result
from contract_tests.findings.survey import NO_SURVEY, Survey
from contract_tests.report.baseline import EMPTY, Baseline, Known
from contract_tests.report.level import Standing, standing

DIGEST_CHARS = 12
"""Characters of the contract's digest that a report shows."""

MAX_FIRST = 10
"""Causes under "Fix first"."""

MAX_LEFT_BEHIND = 5
"""Paths of one kind of resource that a report for people lists. The record has all."""

NOT_TESTED = "the operation could not be tested"

TWO_IDENTITIES = 2
"""Identities that isolation checks require."""

INVALID = "shape.invalid["
"""Beginning of the ids of results with invalid requests. A valid one shows the same fault better."""


@dataclass(frozen=True)
class Subject:
    """Head of the report: the target, the contract and the settings of the run."""

    target: str
    contract_version: str
    contract_digest: str
    upstream: str | None
    """Version of the reference server that the contract was measured on."""
    seed: int
    graph: str
    identities: int
    is_whole: bool = True
    """True if the options selected every check."""
    recorded: int | None = None
    """Number of judged exchanges in recorded traffic. `None` means that the checker sent the requests."""
    not_offered: tuple[str, ...] = ()
    """Ids of operations that the options declare as not offered."""
    require_tested: int = 0
    """Percentage of the checks that a complete run tests."""
    profile: str = ""
    """Name of the client whose needs were checked."""
    stopped_early: bool = False
    """True if the run ended with the first finding (`--fail-fast`)."""
    slow_response: float = 2.0
    """Seconds above which a response is slow."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Kinds of results in this report."""
        return ("generated", "semantic") if self.recorded is None else ("recorded",)

    @property
    def how(self) -> str:
        """Graph and seed, or the number of recorded exchanges."""
        if self.recorded is None:
            return f"graph {self.graph} · seed {self.seed}"
        return plural(self.recorded, "recorded exchange")

    @property
    def contract(self) -> str:
        return f"contract {self.contract_version} ({self.contract_digest[:DIGEST_CHARS]})"

    @property
    def signature(self) -> str:
        """Contract and seed, which are the same for runs that can be compared."""
        return f"{self.contract} · {'recorded' if self.recorded is not None else f'seed {self.seed}'}"


@dataclass(frozen=True)
class Problem:
    """Findings with the same key: the one whose replay is read fastest, and their number."""

    finding: Finding
    count: int
    known: Known | None = None
    """Entry in the baseline, or the declaration as not offered. `None` means that the finding is new."""

    @property
    def fails_run(self) -> bool:
        """False if known, or if the target lacks an operation of tier 2 or 3."""
        return self.known is None and not is_optional(self.finding)


@dataclass(frozen=True)
class Unreached:
    """A documented status that the target never returned."""

    operation: str
    status: int
    reason: str


@dataclass(frozen=True)
class Untested:
    """Results without a verdict on the target, with the same reason."""

    verdict: Verdict
    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class SlowOperation:
    """An operation with a response above the limit."""

    operation: Operation
    seconds: float
    """Seconds of its slowest response."""


@dataclass(frozen=True)
class Row:
    """One operation in the report's table."""

    operation: Operation
    results: tuple[Result, ...] = field(repr=False)
    reached: Reached = field(repr=False)
    invalid_response: bool
    """True if any item made a `shape.*` finding on this operation."""

    def verdict(self, kind: Kind) -> Verdict | None:
        """Return the worst verdict of a kind, or `None` if no item of that kind ran."""
        verdicts = [each.verdict for each in self.results if each.kind == kind]
        if kind == "generated" and self.invalid_response:
            verdicts.append(Verdict.FAIL)
        return Verdict.worst(verdicts)

    @property
    def checks(self) -> tuple[int, int]:
        """Number of semantic checks that passed, and of all."""
        semantic = [each.verdict for each in self.results if each.kind == "semantic"]
        return semantic.count(Verdict.PASS), len(semantic)


@dataclass(frozen=True)
class Report:
    subject: Subject
    operations: tuple[Operation, ...]
    """Selected operations, in the order of the contract."""
    results: tuple[Result, ...]
    left_behind: tuple[str, ...] = ()
    """Paths of resources that the cleanup could not remove."""
    baseline: Baseline = EMPTY
    former_ids: tuple[str, ...] = ()
    """Former ids of renamed checks in the record from which the report was read."""
    survey: Survey = NO_SURVEY
    """Survey of the target; empty for recorded traffic."""

    @classmethod
    def of(  # noqa: PLR0917 - the parts of a report, in their order
        cls,
        subject: Subject,
        operations: Sequence[Operation],
        results: Sequence[Result],
        left_behind: Sequence[str] = (),
        baseline: Baseline = EMPTY,
        survey: Survey = NO_SURVEY,
    ) -> "Report":
        place = {operation.id: number for number, operation in enumerate(operations)}
        last = len(place)
        ordered = sorted(results, key=lambda each: (each.kind, place.get(each.operation, last), each.id))
        return cls(
            subject, tuple(operations), tuple(ordered), tuple(sorted(left_behind)), baseline, survey=survey
        )

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        same: dict[Key, list[Finding]] = {}
        invalid = set[int]()
        for result in self.results:
            for finding in result.findings:
                same.setdefault(finding.key, []).append(finding)
                if result.id.startswith(INVALID):
                    invalid.add(id(finding))
        accepted = Baseline((*self._declared, *self.baseline.entries))
        problems = []
        for findings in same.values():
            shown = [each for each in findings if not accepted.entry(each)] or findings
            shortest = min(shown, key=lambda each: (id(each) in invalid, effort(each.replay)))
            problems.append(Problem(shortest, len(findings), accepted.entry(shortest)))
        return tuple(sorted(problems, key=self._place))

    @property
    def _declared(self) -> Iterator[Known]:
        """Yield the known findings of operations that are declared as not offered."""
        for name in self.subject.not_offered:
            yield Known(OPERATION_EXISTS, name, reason="declared as not offered")

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """Causes of the new findings, the most urgent first."""
        new = [each.finding for each in self.new]
        return causes(new, contract_operations(), self.results, self.survey)

    @cached_property
    def ordered(self) -> tuple[Problem, ...]:
        """All problems: the new ones by cause, then the known ones."""
        by_key = {each.finding.key: each for each in self.problems}
        new = [by_key[finding.key] for cause in self.causes for finding in cause.findings]
        return (*new, *self.known)

    def alike(self, cause: Cause) -> tuple[tuple[Problem, ...], ...]:
        """Return the problems of a cause, together if they differ in their operation only."""
        together: dict[tuple[str, ...], list[Problem]] = {}
        by_key = {each.finding.key: each for each in self.problems}
        for each in cause.findings:
            facts = each.check, each.pointer, each.level, each.expected, each.received
            together.setdefault(facts, []).append(by_key[each.key])
        return tuple(map(tuple, together.values()))

    @cached_property
    def standing(self) -> Standing:
        subject = self.subject
        return standing(
            self.results, contract_operations(), subject.not_offered, self.survey, is_whole=subject.is_whole
        )

    @property
    def failing(self) -> tuple[Problem, ...]:
        """Problems that fail the check."""
        return tuple(each for each in self.problems if each.fails_run)

    @property
    def tested(self) -> int:
        """Percentage of the checks that passed or failed, of all whose operation is not declared missing."""
        expected = [each for each in self.results if each.operation not in self.subject.not_offered]
        done = sum(each.verdict in {Verdict.PASS, Verdict.FAIL} for each in expected)
        return 100 * done // len(expected) if expected else 100

    @property
    def new(self) -> tuple[Problem, ...]:
        """Problems that are neither in the baseline nor declared."""
        return tuple(each for each in self.problems if each.known is None)

    @property
    def known(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.known is not None)

    @cached_property
    def stale(self) -> tuple[Known, ...]:
        """Entries of the baseline that no longer occur."""
        return self.baseline.stale(self.results, is_whole=self.subject.is_whole)

    def _place(self, problem: Problem) -> tuple[int, str, str]:
        check, operation, pointer = problem.finding.key
        known = [each.id for each in self.operations]
        return known.index(operation) if operation in known else len(known), check, pointer

    @cached_property
    def reached(self) -> Reached:
        total: Counter[tuple[str, int]] = Counter()
        for result in self.results:
            total.update(result.reached)
        return dict(sorted(total.items()))

    @property
    def rows(self) -> Iterator[Row]:
        findings = [problem.finding for problem in self.problems]
        misshapen = {each.operation for each in findings if each.check.startswith("shape.")}
        for operation in self.operations:
            results = tuple(each for each in self.results if each.operation == operation.id)
            if not results and operation.id not in misshapen:  # not selected
                continue
            reached = {key: count for key, count in self.reached.items() if key[0] == operation.id}
            yield Row(operation, results, reached, operation.id in misshapen)

    @property
    def unreached(self) -> Iterator[Unreached]:
        generated = {each.operation for each in self.results if each.kind == "generated"}
        tested = {
            each.operation
            for each in self.results
            if each.kind == "generated" and each.verdict not in {Verdict.SKIP, Verdict.BLOCKED}
        }
        not_offered = {each.operation for each in self.results if each.verdict == Verdict.NOT_OFFERED}
        for operation in self.operations:
            if operation.id not in generated:  # only some checks ran, which never reach every status
                continue
            for status in operation.responses:
                if (operation.id, status) not in self.reached and operation.id not in not_offered:
                    reason = self._reason(operation, status) if operation.id in tested else NOT_TESTED
                    yield Unreached(operation.id, status, reason)

    def _reason(self, operation: Operation, status: int) -> str:
        """Return why a status was not reached, if the contract or the options explain it, else `""`."""
        preferred = operation.responses[status].get("x-preferred")
        if preferred and (operation.id, preferred) in self.reached:
            return f"the target returns {preferred}, which is preferred"
        for other, response in operation.responses.items():
            if response.get("x-preferred") == status and (operation.id, other) in self.reached:
                return f"the target returns {other} instead"
        if status == HTTPStatus.UNAUTHORIZED:
            known = "also without credentials" if self.subject.identities else "without credentials"
            return f"the target accepts requests {known}"
        if (
            status == HTTPStatus.NOT_FOUND
            and "{" not in operation.path
            and self.subject.identities < TWO_IDENTITIES
        ):
            return "requires a second identity (--other-header)"
        return ""

    @property
    def left_behind_by_kind(self) -> Iterator[str]:
        """Texts with some paths of each kind of resource that is left behind, and the number of others."""
        for kind, group in groupby(self.left_behind, key=lambda path: path.split("/")[1:2]):
            paths = tuple(group)
            others = len(paths) - MAX_LEFT_BEHIND
            more = f" and {others} more {''.join(kind)}" if others > 0 else ""
            yield ", ".join(paths[:MAX_LEFT_BEHIND]) + more

    @cached_property
    def slow(self) -> tuple[SlowOperation, ...]:
        """Operations with slow responses, the slowest first. They are not findings."""
        slowest: dict[str, float] = {}
        for result in self.results:
            for name, seconds in result.slow.items():
                slowest[name] = max(seconds, slowest.get(name, 0.0))
        known = contract_operations()
        found = (SlowOperation(known[name], each) for name, each in slowest.items() if name in known)
        return tuple(sorted(found, key=lambda each: (-each.seconds, each.operation.id)))

    @property
    def untested(self) -> tuple[Result, ...]:
        """Results without a verdict on the target, worst first."""
        words = (
            Verdict.ERROR,
            Verdict.INCOMPLETE,
            Verdict.BLOCKED,
            Verdict.SKIP,
            Verdict.NOT_OFFERED,
        )
        return tuple(each for word in words for each in self.results if each.verdict == word)

    @property
    def untested_together(self) -> tuple[Untested, ...]:
        """Results without a verdict on the target, grouped by verdict and reason."""
        together: dict[tuple[Verdict, str], list[str]] = {}
        for result in self.untested:
            together.setdefault((result.verdict, result.reason.strip()), []).append(result.id)
        return tuple(Untested(*key, tuple(ids)) for key, ids in together.items())

    @property
    def counts(self) -> Counter[Verdict]:
        return Counter(result.verdict for result in self.results)

    @property
    def verdict(self) -> Verdict:
        if self.failing or (self.stale and self.baseline.is_strict):
            return Verdict.FAIL
        for word in (Verdict.ERROR, Verdict.INCOMPLETE):
            if self.counts[word]:
                return word
        if self.tested < self.subject.require_tested:
            return Verdict.INCOMPLETE
        return Verdict.PASS if self.counts[Verdict.PASS] or self.known else Verdict.BLOCKED

    @property
    def exit_code(self) -> int:
        """0 conforms, 1 findings, 4 internal error, 5 incomplete: cut short, or nothing was tested."""
        return {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.ERROR: 4}.get(self.verdict, 5)

    @property
    def conclusion(self) -> str:
        """Verdict in one sentence."""
        summary = {
            Verdict.PASS: "conforms" + (f" except for {self._known}" if self.known else "") + self._lacking,
            Verdict.FAIL: self._failure,
            Verdict.ERROR: f"can't be judged: {self._errors}",
            Verdict.INCOMPLETE: f"can't be judged: {self._cut_short or self._too_little}",
        }.get(self.verdict, "can't be judged: nothing could be tested")
        if self.stale:
            summary += f", {len(self.stale)} of the baseline repaired"
        if self.verdict is Verdict.FAIL:
            summary += "".join(f"; {more}" for more in (self._errors, self._cut_short) if more)
        part = "" if self.subject.is_whole else " in the part that was checked"
        part = f" as far as {self.subject.profile} needs it" if self.subject.profile else part
        others = [word for word in Verdict if word not in {Verdict.FAIL, Verdict.ERROR} and self.counts[word]]
        checks = ", ".join(f"{self.counts[word]} {word.value}" for word in others)
        parts = [plural(len(list(self.rows)), "operation"), checks, self.standing.line]
        return " · ".join([f"{self.subject.target} {summary}{part}", *filter(None, parts)])

    @property
    def _failure(self) -> str:
        if not self.failing:
            return "does not match its baseline"
        more = f" in addition to {self._known}" if self.known else ""
        return f"does not conform: {plural(len(self.new), 'finding')}{more}"

    @property
    def _lacking(self) -> str:
        """Number of operations of tier 2 and 3 that the target lacks, if any."""
        return f", but lacks {plural(len(self.new), 'operation')} of tier 2 or 3" if self.new else ""

    @property
    def _too_little(self) -> str:
        required = self.subject.require_tested
        return f"{self.tested} % of the checks were tested, fewer than the required {required} %"

    @property
    def _errors(self) -> str:
        errors = self.counts[Verdict.ERROR]
        return plural(errors, "internal error") if errors else ""

    @property
    def _cut_short(self) -> str:
        """Number of finished checks. Empty if the run was not cut short."""
        left, whole = self.counts[Verdict.INCOMPLETE], len(self.results)
        end = "stopped by --fail-fast" if self.subject.stopped_early else "cut short"
        return f"{end} after {whole - left} of {plural(whole, 'check')}" if left else ""

    @property
    def _known(self) -> str:
        return plural(len(self.known), "known finding")


@cache
def contract_operations() -> Mapping[str, Operation]:
    """Return the operations of our contract by id."""
    return contract.load().by_id


def operation_name(operation_id: str) -> str:
    """Return `METHOD /path`, or the id if our contract has no such operation."""
    return str(contract_operations().get(operation_id, operation_id))


def is_optional(finding: Finding) -> bool:
    """Return whether the finding is that the target lacks an operation which a chat page does not need."""
    return finding.check == OPERATION_EXISTS and finding.level == "should"


def is_declared(finding: Finding, not_offered: Sequence[str]) -> bool:
    """Return whether the finding is that an operation is missing which is declared as not offered."""
    return finding.check == OPERATION_EXISTS and finding.operation in not_offered


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
