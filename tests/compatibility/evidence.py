"""The manually verified causes of findings, from verified.yaml.

`shell` holds the functions that all `curl` lines use. Each server has a list of causes:

- cause: one sentence that describes the server's behaviour
  findings:                             absent for behaviour without a finding
    <check>: [<operation>, ...]         or "*" for every operation on which the check fails
    <check> <pointer>: ...              only findings at this place of a response
  curl: shell commands, with $URL
  answer: their output
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from contract_tests.findings.finding import Finding

FILE = Path(__file__).parent / "verified.yaml"
EVERYWHERE = "*"


@dataclass(frozen=True)
class Cause:
    number: int
    cause: str
    findings: Mapping[str, Sequence[str]]
    """Operations by check, or by check and pointer."""
    curl: str
    answer: str

    @property
    def keys(self) -> Iterator[tuple[str, str]]:
        for check, operations in self.findings.items():
            yield from ((check, each) for each in operations)

    def explains(self, finding: Finding) -> bool:
        return any(key in self.keys for key in names(finding))


def names(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield the names that can refer to a finding, most specific first."""
    for check in (f"{finding.check} {finding.pointer}", finding.check):
        yield from ((check, finding.operation), (check, EVERYWHERE))


def shell() -> str:
    text: str = yaml.safe_load(FILE.read_text())["shell"]
    return text.strip()


def causes(server: str) -> Sequence[Cause]:
    entries = yaml.safe_load(FILE.read_text()).get(server) or []
    return [Cause(number, **_fields(entry)) for number, entry in enumerate(entries, 1)]


def cause_of(finding: Finding, known: Sequence[Cause]) -> Cause | None:
    """Return the cause with the most specific reference to the finding."""
    named = ((each, name) for name in names(finding) for each in known if name in each.keys)
    return next((each for each, _ in named), None)


def gone(known: Sequence[Cause], findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the entries that no finding matches."""
    found = {name for finding in findings for name in names(finding)}
    for each in known:
        yield from (
            f"{check} of {operation}" for check, operation in each.keys if (check, operation) not in found
        )


def _fields(entry: Mapping[str, object]) -> Mapping[str, object]:
    named = {check: [said] if isinstance(said, str) else said for check, said in entry["findings"].items()}
    return {**entry, "findings": named, "curl": entry["curl"].strip(), "answer": entry["answer"].strip()}
