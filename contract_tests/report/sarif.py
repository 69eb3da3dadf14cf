"""The report as SARIF 2.1.0, for code scanning.

SARIF requires a file for each finding. The fault may be in any file of the server, so a finding points to the
file of the repository that configures the check.
"""

import hashlib
import re
from urllib.parse import quote

from contract_tests.contract import Json
from contract_tests.findings.finding import Finding, Verdict
from contract_tests.report.annotated_file import annotated_file
from contract_tests.report.baseline import Known
from contract_tests.report.files import as_json
from contract_tests.report.model import Problem, Report, operation_name
from contract_tests.text.visible import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
REFERENCE = "https://docs.langchain.com/langsmith/server-api-ref"
"""Help for a check whose text has no link."""

LINK = re.compile(r"https://[^\s)>\"]+")
LEVELS = {"must": "error", "should": "warning"}


def render(report: Report) -> str:
    first = {each.finding.check: each.finding for each in reversed(report.problems)}
    checks = [_rule(first[check]) for check in sorted(first)]
    file = annotated_file()
    run = {
        "tool": {
            "driver": {"name": "langgraph-check", "version": report.subject.contract_version, "rules": checks}
        },
        "invocations": [_invocation(report)],
        "automationDetails": {"id": f"langgraph-contract/{report.subject.target}"},
        "results": [_result(each, file) for each in report.problems],
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
        "helpUri": _help_uri(finding),
        "defaultConfiguration": {"level": LEVELS[finding.level]},
    }


def _help_uri(finding: Finding) -> str:
    """Return the first link of the check's text, to the client that breaks, or to the API's reference."""
    found = LINK.search(f"{finding.why} {finding.requirement}")
    return found[0] if found else REFERENCE


def _result(problem: Problem, file: str) -> Json:
    finding = problem.finding
    place = f" at {finding.pointer}" if finding.pointer else ""
    text = f"expected {finding.expected}, received {finding.received}{place}"
    replay = "\n".join(finding.replay)
    where = {
        "artifactLocation": {"uri": quote(file)},
        "region": {"startLine": 1},
    }
    return {
        "ruleId": finding.check,
        "level": LEVELS[finding.level],
        "message": {"text": plain(f"{operation_name(finding.operation)}: {text}\n\n{replay}")},
        "locations": [{"physicalLocation": where, "logicalLocations": [{"name": plain(finding.operation)}]}],
        "partialFingerprints": {"finding/v1": fingerprint(finding)},
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


def fingerprint(finding: Finding) -> str:
    """Return a hash that depends only on the key of the finding."""
    return hashlib.sha256("\0".join(finding.key).encode("utf-8", "backslashreplace")).hexdigest()
