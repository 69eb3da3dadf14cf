"""The report as JUnit XML, for CI servers. It has no times, so equal runs give equal files."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from contract_tests.findings.finding import Finding, Key, Verdict
from contract_tests.findings.result import Result
from contract_tests.report.model import Report
from contract_tests.report.words import named
from contract_tests.text.visible import visible


def render(report: Report) -> str:
    suites = Element("testsuites", name="langgraph-check")
    shown = {problem.finding.key: problem.finding for problem in report.new}
    for kind in report.subject.kinds:
        results = [each for each in report.results if each.kind == kind]
        suite = SubElement(suites, "testsuite", attrib={"name": kind, **_totals(results, shown)})
        properties = SubElement(suite, "properties")
        for name, value in vars(report.subject).items():
            SubElement(properties, "property", name=name, value=_clean(str(value)))
        for result in results:
            _add_case(suite, result, shown)
    indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _totals(results: list[Result], shown: Mapping[Key, Finding]) -> dict[str, str]:
    verdicts = [_word(each, shown) for each in results]
    names = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    return {"tests": str(len(results)), **{name: str(verdicts.count(word)) for name, word in names.items()}}


def _word(result: Result, shown: Mapping[Key, Finding]) -> str:
    """Return the JUnit element of a result, or an empty string for a pass. Known findings are `skipped`."""
    if any(each.key in shown for each in result.findings):
        return "failure"
    if result.verdict in {Verdict.ERROR, Verdict.INCOMPLETE}:
        return "error"
    return "" if not result.findings and result.verdict == Verdict.PASS else "skipped"


def _add_case(suite: Element, result: Result, shown: Mapping[Key, Finding]) -> None:
    case = SubElement(suite, "testcase", classname=_clean(result.operation), name=_clean(result.id))
    word = _word(result, shown)
    if word == "failure":
        for finding in _once(result, shown):
            failure = SubElement(case, "failure", type=finding.check, message=_clean(_message(finding)))
            failure.text = _clean("\n".join([finding.requirement, *finding.replay]))
    elif word:
        said = result.reason or ", ".join(named(each.key) for each in result.findings)
        kind = "known" if result.findings else result.verdict.value
        SubElement(case, word, message=_clean(f"{kind}: {said}"))


def _once(result: Result, shown: Mapping[Key, Finding]) -> list[Finding]:
    """Return the new findings of a result, one for each key."""
    return [shown[key] for key in dict.fromkeys(each.key for each in result.findings) if key in shown]


def _message(finding: Finding) -> str:
    place = f" at {finding.pointer}" if finding.pointer else ""
    return f"expected {finding.expected}, received {finding.received}{place}"


def _clean(text: str) -> str:
    """Escape invisible characters, among them all that XML does not allow."""
    return visible(text)
