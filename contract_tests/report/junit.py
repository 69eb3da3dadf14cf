"""The report as JUnit XML, for CI servers: one failure per finding.

A finding fails the test case of its check, or else of the first one that found it. In every other test
case it is collateral, and the case is skipped. Only the times differ between equal runs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from contract_tests.findings.finding import Finding, Key, Verdict
from contract_tests.findings.result import Kind, Result
from contract_tests.report.labels import named
from contract_tests.report.model import Report
from contract_tests.text.visible import visible


@dataclass(frozen=True)
class Case:
    """A test case. The word is its JUnit element, empty for a pass."""

    result: Result
    name: str
    word: str = ""
    message: str = ""
    finding: Finding | None = None
    seconds: float = 0.0


def render(report: Report) -> str:
    suites = Element("testsuites", name="langgraph-check")
    shown = {problem.finding.key: problem.finding for problem in report.new}
    owners = _owners(report)
    for kind in report.subject.kinds:
        results = [replace(each, verdict=_verdict(each, report)) for each in _of_kind(report, kind)]
        cases = [case for each in results for case in _cases(each, shown, owners)]
        suite = SubElement(suites, "testsuite", attrib={"name": kind, **_totals(cases)})
        properties = SubElement(suite, "properties")
        for name, value in vars(report.subject).items():
            SubElement(properties, "property", name=name, value=_clean(str(value)))
        for case in cases:
            _add_case(suite, case)
    indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _of_kind(report: Report, kind: Kind) -> list[Result]:
    return [each for each in report.results if each.kind == kind]


def _verdict(result: Result, report: Report) -> Verdict:
    """Return the verdict; what `--fail-fast` left out is skipped, because the finding fails the run."""
    is_left_out = report.subject.stopped_early and result.verdict == Verdict.INCOMPLETE
    return Verdict.SKIP if is_left_out else result.verdict


def _owners(report: Report) -> Mapping[Key, str]:
    """Return the id of the result that reports each finding: that of its check, or the first with it."""
    owners: dict[Key, str] = {}
    for result in (each for kind in report.subject.kinds for each in _of_kind(report, kind)):
        for finding in result.findings:
            if (finding.check, finding.operation) == (result.check, result.operation):
                owners[finding.key] = result.id
            owners.setdefault(finding.key, result.id)
    return owners


def _cases(result: Result, shown: Mapping[Key, Finding], owners: Mapping[Key, str]) -> Iterator[Case]:
    """Yield the test case of a result, and one for each further finding."""
    keys = [key for key in dict.fromkeys(each.key for each in result.findings) if key in shown]
    own = [shown[key] for key in keys if owners[key] == result.id]
    for number, finding in enumerate(own):
        name = f"{result.id}: {named(finding.key)}" if number else result.id
        yield Case(result, name, "failure", _message(finding), finding, 0.0 if number else result.seconds)
    if not own:
        word, message = _without_failure(result, keys, owners)
        yield Case(result, result.id, word, message, seconds=result.seconds)


def _without_failure(result: Result, keys: list[Key], owners: Mapping[Key, str]) -> tuple[str, str]:
    """Return the JUnit element and the message of a result that reports no finding."""
    if result.verdict in {Verdict.ERROR, Verdict.INCOMPLETE}:
        return "error", f"{result.verdict.value}: {result.reason}"
    if keys:
        return "skipped", "; ".join(f"{named(key)}: reported by {owners[key]}" for key in keys)
    if result.findings:
        return "skipped", f"known: {', '.join(named(each.key) for each in result.findings)}"
    if result.verdict == Verdict.PASS:
        return "", ""
    return "skipped", f"{result.verdict.value}: {result.reason}"


def _totals(cases: list[Case]) -> dict[str, str]:
    words = [each.word for each in cases]
    names = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    counts = {name: str(words.count(word)) for name, word in names.items()}
    return {"tests": str(len(cases)), **counts, "time": _time(sum(each.seconds for each in cases))}


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"


def _add_case(suite: Element, case: Case) -> None:
    facts = {"classname": _clean(case.result.operation), "name": _clean(case.name)}
    element = SubElement(suite, "testcase", attrib={**facts, "time": _time(case.seconds)})
    if case.word:
        inside = SubElement(element, case.word, message=_clean(case.message))
        if case.finding:
            inside.set("type", case.finding.check)
            inside.text = _clean("\n".join([case.finding.requirement, *case.finding.replay]))


def _message(finding: Finding) -> str:
    place = f" at {finding.pointer}" if finding.pointer else ""
    return f"expected {finding.expected}, received {finding.received}{place}"


def _clean(text: str) -> str:
    """Escape invisible characters, among them all that XML does not allow."""
    return visible(text)
