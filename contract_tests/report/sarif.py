"""The report as SARIF 2.1.0, for code scanning.

SARIF requires a file for each finding. The fault is in no file of the repository, so a finding points to the
line of its operation in the contract.
"""

import hashlib
from collections.abc import Mapping

from contract_tests import contract
from contract_tests.contract import Json
from contract_tests.findings.finding import Finding, Verdict
from contract_tests.report.baseline import Known
from contract_tests.report.files import as_json
from contract_tests.report.model import Problem, Report
from contract_tests.text.visible import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
DOCUMENT = "spec/openapi.yaml"
LEVELS = {"must": "error", "should": "warning"}


def render(report: Report) -> str:
    first = {each.finding.check: each.finding for each in reversed(report.problems)}
    checks = [_rule(first[check]) for check in sorted(first)]
    lines = _lines()
    run = {
        "tool": {
            "driver": {"name": "langgraph-check", "version": report.subject.contract_version, "rules": checks}
        },
        "invocations": [_invocation(report)],
        "automationDetails": {"id": f"langgraph-contract/{report.subject.target}"},
        "results": [_result(each, lines) for each in report.problems],
        "columnKind": "unicodeCodePoints",
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return as_json(whole, indent=2) + "\n"


def _invocation(report: Report) -> Json:
    """Return how the run ended, as an empty list of results does not show whether anything was tested."""
    return {
        "executionSuccessful": report.verdict in {Verdict.PASS, Verdict.FAIL},
        "exitCode": report.exit_code,
        "exitCodeDescription": report.conclusion,
    }


def _rule(finding: Finding) -> Json:
    return {
        "id": finding.check,
        "shortDescription": {"text": finding.check},
        "fullDescription": {"text": finding.requirement},
        "help": {"text": finding.why or finding.requirement},
        "defaultConfiguration": {"level": LEVELS[finding.level]},
    }


def _result(problem: Problem, lines: Mapping[str, int]) -> Json:
    finding = problem.finding
    place = f" at {finding.pointer}" if finding.pointer else ""
    said = f"{finding.operation}: expected {finding.expected}, received {finding.received}{place}"
    replay = "\n".join(finding.replay)
    where = {
        "artifactLocation": {"uri": DOCUMENT},
        "region": {"startLine": lines.get(finding.operation, 1)},
    }
    return {
        "ruleId": finding.check,
        "level": LEVELS[finding.level],
        "message": {"text": plain(f"{said}\n\n{replay}")},
        "locations": [{"physicalLocation": where, "logicalLocations": [{"name": plain(finding.operation)}]}],
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
        "occurrenceCount": problem.count,
        **_known(problem.known),
    }


def plain(text: str) -> str:
    """Escape the links of SARIF messages, `[text](target)`."""
    return visible(text).replace("](", "\\](")


def _known(known: Known | None) -> Json:
    """Return a suppression for a known finding, so that it raises no alert."""
    if known is None:
        return {}
    return {"suppressions": [{"kind": "external", "justification": known.reason or "in the baseline"}]}


def _fingerprint(finding: Finding) -> str:
    """Return a hash that depends only on the key of the finding."""
    return hashlib.sha256("\0".join(finding.key).encode("utf-8", "backslashreplace")).hexdigest()


def _lines() -> Mapping[str, int]:
    """Return the line of each operation in the document."""
    marker = "operationId: "
    numbered = enumerate(contract.load().source.read_text("utf-8").split("\n"), start=1)
    return {line.split(marker)[1].strip(): number for number, line in numbered if marker in line}
