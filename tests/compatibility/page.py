"""The page docs/compatibility.md: a row and a section per server. Unchecked servers keep theirs."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus

from evidence import Cause, cause_of, shell
from servers import Server

from contract_tests.contract import Operation
from contract_tests.findings.finding import Finding, Verdict
from contract_tests.report.model import Report

HEAD = """\
# Compatibility

Results of `langgraph-check` for the two available servers, checked as two owners. Each serves the
[built-in graphs](../mockserver/built_in), or [the same in JavaScript](../tests/compatibility/js). The check
needs neither a model nor a network service, so anyone can repeat it with Python, Node 20 and a quarter of an
hour:

    python tests/compatibility/run.py

This writes the page. The parts that were verified by hand come from
[verified.yaml](../tests/compatibility/verified.yaml).

| server | operations offered | findings | checks that pass | blocked |
|---|---|---|---|---|
"""
LONGEST = 90
"""Characters of an expected or received value."""

CHANGING = (
    (re.compile(r"\b[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\b"), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|\+00:00)?"), "<time>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1"),
)
"""Values that differ between runs, and their replacements."""

Parts = Mapping[str, str]
"""Parts of the page by the name of the server."""


def whole(rows: Parts, sections: Parts, servers: Sequence[Server]) -> str:
    written = [each.name for each in servers if each.name in sections]
    return HEAD + "".join(rows[name] for name in written) + "".join(sections[name] for name in written)


def former(text: str, servers: Sequence[Server]) -> tuple[Parts, Parts]:
    """Return the rows and the sections of a page."""
    rows, sections = {}, {}
    for each in servers:
        row = re.search(rf"^\| \[{each.title}\].*\n", text, re.MULTILINE)
        section = re.search(rf"^\n## {each.title}\n.*?(?=^\n## |\Z)", text, re.MULTILINE | re.DOTALL)
        if row and section:
            rows[each.name], sections[each.name] = row[0], section[0]
    return rows, sections


def row(server: Server, report: Report) -> str:
    there = sum(is_offered(each, report) for each in report.operations)
    counts = [f"{there} of {len(report.operations)}", len(report.problems)]
    counts += [report.counts[verdict] for verdict in (Verdict.PASS, Verdict.BLOCKED)]
    anchor = re.sub(r"[^a-z -]", "", server.title.lower()).replace(" ", "-")
    return f"| [{server.title}](#{anchor}) | " + " | ".join(map(str, counts)) + " |\n"


def section(server: Server, report: Report, causes: Sequence[Cause]) -> str:
    return "\n".join(_section(server, report, causes)) + "\n"


def _section(server: Server, report: Report, causes: Sequence[Cause]) -> Iterator[str]:
    yield f"\n## {server.title}\n"
    yield f"{', '.join(f'`{each}`' for each in server.versions)}.\n"
    yield from _areas(report)
    yield "\n### Findings\n"
    if server.evidence:
        yield f"{server.evidence}\n"
    yield from _findings(report, causes)
    if causes:
        yield "\n### Verified by hand\n"
        yield "`$URL` is the server, with the graphs and owners of the check. The commands use these lines:\n"
        yield f"```sh\n{shell()}\n```\n"
        for each in causes:
            yield from _cause(each)


def _areas(report: Report) -> Iterator[str]:
    yield "| area | offered | not offered | checks that pass | findings |"
    yield "|---|---|---|---|---|"
    passes = Counter(each.operation for each in report.results if each.verdict == Verdict.PASS)
    found = Counter(each.finding.operation for each in report.problems)
    for area in dict.fromkeys(each.area for each in report.operations):
        operations = [each for each in report.operations if each.area == area]
        there = [each for each in operations if is_offered(each, report)]
        lacking = ", ".join(f"`{each.id}`" for each in operations if each not in there)
        counts = [sum(counted[each.id] for each in operations) for counted in (passes, found)]
        offered = f"{len(there)} of {len(operations)}"
        yield f"| {area} | {offered} | {lacking} | {counts[0]} | {counts[1]} |"


def _findings(report: Report, causes: Sequence[Cause]) -> Iterator[str]:
    last = " cause |" if causes else ""
    yield f"| check | operation | expected | received |{last}"
    yield "|---|---|---|---|" + "---|" * bool(causes)
    for each in report.problems:
        finding = each.finding
        line = [f"`{finding.check}`", f"`{finding.operation}`", _told(finding, finding.expected)]
        line.append(_told(finding, finding.received))
        if causes:
            cause = cause_of(finding, causes)
            line.append(f"[{cause.number}](#cause-{cause.number})" if cause else "")
        yield f"| {' | '.join(line)} |"


def _told(finding: Finding, text: str) -> str:
    if finding.pointer.startswith("/") and text == finding.expected:
        text = f"{finding.pointer}: {text}"
    for pattern, name in CHANGING:
        text = pattern.sub(name, text)
    text = " ".join(text.split())
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}…"
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("`", "'")


def _cause(cause: Cause) -> Iterator[str]:
    yield f'#### <a id="cause-{cause.number}"></a>{cause.number}. {cause.cause}\n'
    for check, operations in cause.findings.items():
        named = (
            "on every operation"
            if list(operations) == ["*"]
            else ", ".join(f"`{each}`" for each in operations)
        )
        yield f"- `{check}`: {named}"
    yield f"\n```sh\n{cause.curl}\n```\n\n```\n{cause.answer}\n```\n"


def is_offered(operation: Operation, report: Report) -> bool:
    """Return whether the operation was seen to work."""
    lacking = any(
        each.operation == operation.id and each.verdict == Verdict.NOT_OFFERED and each.kind == "generated"
        for each in report.results
    )
    answered = [status for name, status in report.reached if name == operation.id]
    if not operation.success:
        return not lacking
    return not lacking and any(status < HTTPStatus.MULTIPLE_CHOICES for status in answered)
