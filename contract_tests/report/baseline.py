"""The baseline of a target: its known findings, one a line, each with the reason why it is accepted.

A line is a JSON object:

check, operation, pointer    the key of the finding
expected                     what the check expected; without it, all failures of the check here are known
found_by                     for `shape.*` findings, which any check may make: the item that made it
reason                       a comment for people, kept when the file is updated
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from contract_tests.findings.finding import Finding, Key, Verdict
from contract_tests.findings.former_ids import RENAMED, current
from contract_tests.findings.replay import ANY_UUID
from contract_tests.findings.result import Result
from contract_tests.options.options import Options
from contract_tests.report import files
from contract_tests.text import user_file
from contract_tests.text.user_file import InvalidFile, Unreadable

REQUIRED_FIELDS = ("check", "operation")


class BadBaseline(InvalidFile):
    """A file is not a valid baseline."""


@dataclass(frozen=True)
class Known:
    """A known finding, which does not fail the check."""

    check: str
    operation: str
    pointer: str = ""
    expected: str = ""
    """Expected value of the finding: another failure of the same check is new. Empty means any."""
    found_by: str = ""
    """Id of the result with the finding. Empty means the result of the check itself."""
    reason: str = ""

    @property
    def key(self) -> Key:
        return self.check, self.operation, self.pointer

    @property
    def identity(self) -> tuple[str, ...]:
        """Identity of the entry: no two entries share it."""
        return *self.key, self.expected

    def accepts(self, finding: Finding) -> bool:
        return self.key == finding.key and self.expected in {"", expected(finding)}

    @property
    def renamed(self) -> "Known":
        """The same finding under the current ids of its checks."""
        return replace(self, check=current(self.check), found_by=current(self.found_by))

    @property
    def former_ids(self) -> tuple[str, ...]:
        """Former ids of renamed checks that the entry contains."""
        return tuple(each for each in (self.check, self.found_by.partition("[")[0]) if each in RENAMED)

    def was_tested(self, results: Sequence[Result], *, is_whole: bool) -> bool:
        """Return whether these results would have the finding again if it still occurred.

        The item that found it must have passed or failed. Any check may find an invalid shape, so only a run
        of all checks proves that such a finding is repaired. The same holds for a removed or renamed check.
        """
        if self.found_by and not is_whole:
            return False
        if is_whole and not self.found_by and not any(each.check == self.check for each in results):
            return True
        return any(_is_judged(each) for each in results if self._is_finder(each))

    def _is_finder(self, result: Result) -> bool:
        if self.found_by:
            return result.id == self.found_by
        return (result.check, result.operation) == (self.check, self.operation)


def expected(finding: Finding) -> str:
    """Return what the check expected, without ids, which differ with another seed.

    A server error is a different failure of a check than another wrong response.
    """
    text = ANY_UUID.sub("<id>", finding.expected)
    is_about_errors = finding.check.startswith("shape.")
    return f"{text}, without a server error" if finding.exchange.failed and not is_about_errors else text


def _is_judged(result: Result) -> bool:
    return result.verdict in {Verdict.PASS, Verdict.FAIL}


@dataclass(frozen=True)
class Baseline:
    entries: tuple[Known, ...] = ()
    is_strict: bool = False
    """True if entries that no longer occur fail the check."""
    former_ids: tuple[str, ...] = ()
    """Former ids of renamed checks that the file still contains."""

    def has_all(self, findings: Iterable[Finding]) -> bool:
        return all(self.entry(each) for each in findings)

    def entry(self, finding: Finding) -> Known | None:
        """Return the entry that accepts the finding; `None` if it is new."""
        return next((each for each in self._by_key.get(finding.key, ()) if each.accepts(finding)), None)

    @cached_property
    def _by_key(self) -> Mapping[Key, Sequence[Known]]:
        by_key: dict[Key, list[Known]] = {}
        for each in self.entries:
            by_key.setdefault(each.key, []).append(each)
        return by_key

    def stale(self, results: Sequence[Result], *, is_whole: bool) -> tuple[Known, ...]:
        """Return the entries that no longer occur. Entries that were not tested again are not among them."""
        found = {finding.key: set[str]() for result in results for finding in result.findings}
        for result in results:
            for finding in result.findings:
                found[finding.key].add(expected(finding))
        gone = (
            each
            for each in self.entries
            if each.key not in found or (each.expected and each.expected not in found[each.key])
        )
        return tuple(each for each in gone if each.was_tested(results, is_whole=is_whole))

    def renewed(self, results: Sequence[Result], *, is_whole: bool) -> "Baseline":
        """Return a baseline with all current findings and without repaired ones. Reasons are kept."""
        stale = self.stale(results, is_whole=is_whole)
        entries = {each.identity: each for each in self.entries if each not in stale}
        for finding, finders in _finders(results):
            known = self.entry(finding) or Known(*finding.key)
            entries.pop(known.identity, None)
            known = replace(known, expected=expected(finding))
            entries[known.identity] = (
                known if known.found_by in finders else replace(known, found_by=finders[0])
            )
        return replace(self, entries=tuple(entries[each] for each in sorted(entries)), former_ids=())


EMPTY = Baseline()


def _finders(results: Sequence[Result]) -> Iterator[tuple[Finding, list[str]]]:
    """Yield each different finding with the possible values of `Known.found_by`."""
    found: dict[tuple[str, ...], tuple[Finding, list[str]]] = {}
    for result in results:
        for finding in result.findings:
            is_own = (result.check, result.operation) == (finding.check, finding.operation)
            _, finders = found.setdefault((*finding.key, expected(finding)), (finding, []))
            finders.append("" if is_own else result.id)
    yield from found.values()


def of(options: Options) -> Baseline:
    """Return the baseline of the options. With `--update-baseline` the file may be missing.

    Raises:
        BadBaseline: the file is missing or is not a valid baseline.

    """
    file = options.baseline
    if file is None or (options.update_baseline and not file.exists()):
        return EMPTY
    return read(file, is_strict=options.strict_baseline)


def read(file: Path, *, is_strict: bool = False) -> Baseline:
    """Read a baseline file. Entries with a former id of a check get the current one.

    Raises:
        BadBaseline: the file can't be read or is not a valid baseline.

    """
    try:
        text = user_file.read_text(file, user_file.DOCUMENT)
    except Unreadable as error:
        raise BadBaseline(str(file), 0, str(error)) from error
    return of_entries(_entries(text, str(file)), is_strict=is_strict)


def of_entries(entries: Iterable[Known], *, is_strict: bool) -> Baseline:
    """Return the baseline with the entries under the current ids of their checks."""
    written = tuple(entries)
    renamed = {each.renamed.identity: each.renamed for each in written}
    former = {old for each in written for old in each.former_ids}
    return Baseline(tuple(renamed.values()), is_strict, tuple(sorted(former)))


def write(baseline: Baseline, file: Path) -> None:
    """Write a baseline file.

    Raises:
        OSError: the file can't be written; the former one is unchanged.

    """
    lines = (files.as_json(line(each)) + "\n" for each in baseline.entries)
    files.write(file, "".join(lines))


def line(known: Known) -> dict[str, str]:
    facts: dict[str, str] = vars(known)
    return {name: value for name, value in facts.items() if value or name not in {"expected", "found_by"}}


def _entries(text: str, source: str) -> Iterator[Known]:
    lines: dict[tuple[str, ...], int] = {}
    for number, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        known = _known(written, source, number)
        if known.identity in lines:
            raise BadBaseline(source, number, f"repeats the finding of line {lines[known.identity]}")
        lines[known.identity] = number
        yield known


def _known(written: str, source: str, number: int) -> Known:
    try:
        line = user_file.parsed(written)
    except Unreadable as wrong:
        raise BadBaseline(source, number, str(wrong)) from wrong
    reason = _mistake(line)
    if reason:
        raise BadBaseline(source, number, reason)
    return Known(**line)


def _mistake(line: Any) -> str:
    if not isinstance(line, dict):
        return "not a JSON object"
    names = [each.name for each in fields(Known)]
    for name in REQUIRED_FIELDS:
        if name not in line:
            return f"the field {name!r} is missing"
    for name, value in line.items():
        if name not in names:
            return f"unknown field {name!r}; use {', '.join(names)}"
        if not isinstance(value, str):
            return f"the field {name!r} must be a string"
    return ""
