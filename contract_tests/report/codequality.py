"""The new findings as GitLab Code Quality JSON, which merge requests show."""

import hashlib

from contract_tests.contract import Json
from contract_tests.findings.finding import Verdict
from contract_tests.report.annotated_file import annotated_file
from contract_tests.report.files import as_json
from contract_tests.report.model import Problem, Report, operation_name
from contract_tests.report.sarif import fingerprint
from contract_tests.text.visible import visible

SEVERITIES = {"must": "major", "should": "minor"}


def render(report: Report) -> str:
    file = annotated_file()
    security = {each.key for cause in report.causes if cause.is_security for each in cause.findings}
    issues = [_issue(each, file, is_security=each.finding.key in security) for each in report.new]
    if report.verdict not in {Verdict.PASS, Verdict.FAIL}:
        issues.insert(0, _no_verdict(report, file))
    return as_json(issues, indent=2) + "\n"


def _no_verdict(report: Report, file: str) -> Json:
    """Return an issue for a run that was cut short, as an empty list would be a pass."""
    return {
        "description": visible(report.conclusion),
        "check_name": "langgraph-check",
        "fingerprint": hashlib.sha256(report.verdict.value.encode()).hexdigest(),
        "severity": "major",
        "location": {"path": file, "lines": {"begin": 1}},
    }


def _issue(problem: Problem, file: str, *, is_security: bool) -> Json:
    finding = problem.finding
    pointer = f" at {finding.pointer}" if finding.pointer else ""
    facts = f"expected {finding.expected}, received {finding.received}{pointer}"
    return {
        "description": visible(f"{operation_name(finding.operation)}: {facts}"),
        "check_name": finding.check,
        "fingerprint": fingerprint(finding),
        "severity": "critical" if is_security else SEVERITIES[finding.level],
        "location": {"path": file, "lines": {"begin": 1}},
    }
