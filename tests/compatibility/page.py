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

Results of `langgraph-check` for four servers, checked as two owners, the best one first. The first two serve
the [built-in graphs](../mockserver/built_in), or [the same in JavaScript](../tests/compatibility/js); the
others serve one graph with two nodes and no model. A tier is the share of its must-checks that pass.

Neither a model nor a network service is needed, so anyone can repeat this with Python, Node 20 and a quarter
of an hour:

    python tests/compatibility/run.py

This starts the first two, checks them, and writes the page. The other two need PostgreSQL or a substitute for
Supabase: their parts come from records (`--keep FILE.jsonl --read`). What was verified by hand comes from
[verified.yaml](../tests/compatibility/verified.yaml).

| server | level | tier 1 | tier 2 | tier 3 | operations offered | findings | causes |
|---|---|---|---|---|---|---|---|
"""
MAX_CAUSES = 30
"""Most causes of a server whose findings are not listed."""

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
    written = sorted(
        (each.name for each in servers if each.name in sections), key=lambda name: rank(rows[name])
    )
    return HEAD + "".join(rows[name] for name in written) + "".join(sections[name] for name in written)


def rank(row: str) -> Sequence[int]:
    """Return a sort key for the rows: the level, then the shares of the tiers, highest first."""
    return [-int(number) for number in re.findall(r"\| (\d+)(?: %)?(?= \|)", row)[:4]]


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
    counts: list[object] = [report.standing.level, *(f"{each.percent} %" for each in report.standing.tiers)]
    counts += [f"{there} of {len(report.operations)}", len(report.problems), len(report.causes)]
    anchor = re.sub(r"[^a-z -]", "", server.title.lower()).replace(" ", "-")
    return f"| [{server.title}](#{anchor}) | " + " | ".join(map(str, counts)) + " |\n"


def section(server: Server, report: Report, causes: Sequence[Cause]) -> str:
    return "\n".join(_section(server, report, causes)) + "\n"


def _section(server: Server, report: Report, causes: Sequence[Cause]) -> Iterator[str]:
    yield f"\n## {server.title}\n"
    yield f"{', '.join(f'`{each}`' for each in server.versions)}.\n"
    yield from _areas(report)
    if server.lists_findings:
        yield "\n### Findings\n"
        yield from [f"{server.evidence}\n"] if server.evidence else []
        yield from _findings(report, causes)
    else:
        yield "\n### Causes of the findings\n"
        yield from _causes(report)
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
        line = [f"`{finding.check}`", f"`{finding.operation}`", _shown(finding, finding.expected)]
        line.append(_shown(finding, finding.received))
        if causes:
            cause = cause_of(finding, causes)
            line.append(f"[{cause.number}](#cause-{cause.number})" if cause else "")
        yield f"| {' | '.join(line)} |"


def _causes(report: Report) -> Iterator[str]:
    yield "| cause | level | operations | findings |"
    yield "|---|---|---|---|"
    for each in report.causes[:MAX_CAUSES]:
        operations = ", ".join(f"`{operation}`" for operation in each.operations[:3])
        more = f" and {len(each.operations) - 3} more" if len(each.operations) > 3 else ""
        yield f"| {_cell(each.title)} | {each.level} | {operations}{more} | {len(each.findings)} |"
    if len(report.causes) > MAX_CAUSES:
        yield f"\nand {len(report.causes) - MAX_CAUSES} more."


def _shown(finding: Finding, text: str) -> str:
    if finding.pointer.startswith("/") and text == finding.expected:
        text = f"{finding.pointer}: {text}"
    return _cell(text)


def _cell(text: str) -> str:
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
