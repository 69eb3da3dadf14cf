"""The report for a terminal. Colour adds no information; the text is complete without it."""

from collections.abc import Sequence
from io import StringIO
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from contract_tests.findings.finding import Verdict
from contract_tests.findings.result import Kind
from contract_tests.report.files import writable
from contract_tests.report.model import Problem, Report, Row
from contract_tests.report.text import Text
from contract_tests.report.words import MARKS, named

MAX_COLUMNS = 100
"""Columns: the default, and the maximum."""

MAX_NAMES = 4
"""Names shown in a list; the rest is counted."""

STYLES = {
    Verdict.PASS: "green",
    Verdict.NOT_OFFERED: "dim",
    Verdict.SKIP: "yellow",
    Verdict.BLOCKED: "yellow",
    Verdict.INCOMPLETE: "yellow",
    Verdict.FAIL: "bold red",
    Verdict.ERROR: "bold magenta",
}


def render(report: Report) -> str:
    """Return plain text, for a file or a pipe."""
    text = StringIO()
    show(report, Console(file=text, width=MAX_COLUMNS, color_system=None, force_terminal=False))
    return text.getvalue()


def show(report: Report, console: Console) -> None:
    """Write to a console, in colour if it supports colours."""
    with console.capture() as captured:
        console.print(_head(report), _table(report))
        for number, problem in enumerate(report.new, start=1):
            _show_problem(number, problem, console)
        for part in (
            _known(report),
            _stale(report),
            _unreached(report),
            _untested(report),
            _left_behind(report),
        ):
            if part is not None:
                console.print(part)
    for line in captured.get().splitlines():
        console.file.write(writable(line).rstrip() + "\n")  # rich pads lines with spaces
    console.print(_conclusion(report), soft_wrap=True)


def conclude(report: Report, console: Console) -> None:
    """Write the verdict and the contract on one line, for output without the report."""
    console.print(_conclusion(report), Text(f"· {report.subject.signature}", "dim"), soft_wrap=True)


def _head(report: Report) -> RenderableType:
    subject = report.subject
    identities = ("no credentials", "one identity", "two identities")[subject.identities]
    measured = f" of langgraph-api {subject.upstream}" if subject.upstream else ""
    asked = f"graph {subject.graph} · {identities} · seed {subject.seed}"
    line = f"{subject.contract}{measured} · {asked if subject.recorded is None else subject.how}"
    return Group(Text(subject.target, "bold"), Text(line, "dim"), Text())


def _table(report: Report) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    kinds = report.subject.kinds
    for name in ("operation", *kinds):
        table.add_column(name, no_wrap=True)
    table.add_column("responses reached")
    for area, rows in groupby(report.rows, lambda row: row.operation.area):
        table.add_row(Text(area.replace("_", " "), "bold"))
        for row in rows:
            cells = (*(_cell(row, kind) for kind in kinds), Text(_reached(row), "dim"))
            table.add_row(Text(f" {row.operation.id}"), *cells)
    return Group(table, Text())


def _reached(row: Row) -> str:
    return " ".join(f"{status}×{count}" for (_, status), count in row.reached.items())


def _cell(row: Row, kind: Kind) -> RenderableType:
    verdict = row.verdict(kind)
    if verdict is None:
        return Text("–", "dim")
    held, checks = row.checks
    return _statuses(verdict, f" {held}/{checks}" if kind == "semantic" else "")


def _statuses(verdict: Verdict, more: str = "") -> RenderableType:
    return Text.assemble((f"{MARKS[verdict]} {verdict.value}", STYLES[verdict]), (more, "dim"))


def _show_problem(number: int, problem: Problem, console: Console) -> None:
    finding = problem.finding
    times = f" ×{problem.count}" if problem.count > 1 else ""
    console.print(
        Text.assemble(
            (f"{number}. {finding.check}", "bold red"),
            f" on {finding.operation}",
            (f" ({finding.level}){times}", "dim"),
        )
    )
    place = f" (at {finding.pointer})" if finding.pointer.startswith("/") else ""
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_row(Text("expected", "dim"), Text(finding.expected, "green"))
    facts.add_row(Text("received", "dim"), Text.assemble((finding.received, "red"), (place, "dim")))
    facts.add_row(Text("required", "dim"), Text(finding.requirement))
    facts.add_row(Text("replay", "dim"), "")
    console.print(Padding(facts, (0, 0, 0, 3)))
    for limit in finding.replay_limits:
        console.print(Padding(Text(limit.sentence, "yellow"), (0, 0, 0, 3)))
    for line in finding.replay:
        console.print(Text(f"   {line}", "cyan"), soft_wrap=True)  # one line, so that it can be copied
    console.print()


def _known(report: Report) -> RenderableType | None:
    """Return the known findings, one line each."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for problem in report.known:
        reason = problem.known.reason if problem.known else ""
        table.add_row(Text(named(problem.finding.key)), Text(reason, "dim"))
    return Group(Text("Known", "bold"), Padding(table, (0, 0, 1, 3))) if report.known else None


def _stale(report: Report) -> RenderableType | None:
    if not report.stale:
        return None
    names = Text("\n".join(named(each.key) for each in report.stale))
    title = Text.assemble(
        ("Repaired", "bold"), (" but still in the baseline; --update-baseline removes it", "dim")
    )
    return Group(title, Padding(names, (0, 0, 1, 3)))


def _unreached(report: Report) -> RenderableType | None:
    """Return the documented statuses that were never received, grouped by reason."""
    together: dict[tuple[int, str], list[str]] = {}
    for each in report.unreached:
        together.setdefault((each.status, each.reason), []).append(each.operation)
    if not together:
        return None
    table = Table.grid(padding=(0, 2, 0, 0))
    for (status, reason), operations in together.items():
        table.add_row(Text(str(status), "yellow"), Text(_few(operations)), Text(reason, "dim"))
    return Group(Text("Documented, but never reached", "bold"), Padding(table, (0, 0, 1, 3)))


def _untested(report: Report) -> RenderableType | None:
    if not report.untested:
        return None
    table = Table.grid(padding=(0, 2, 0, 0))
    for each in report.untested_together:
        names = _few(each.ids)
        table.add_row(_statuses(each.verdict), Text.assemble(each.reason, "\n", (names, "dim")))
    return Group(Text("Not tested", "bold"), Padding(table, (0, 0, 1, 3)))


def _few(names: Sequence[str]) -> str:
    """Return the first names and the number of others. The record has all of them."""
    if len(names) <= MAX_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[:MAX_NAMES])} and {len(names) - MAX_NAMES} more"


def _left_behind(report: Report) -> RenderableType | None:
    if not report.left_behind:
        return None
    paths = Text(", ".join(report.left_behind))
    return Group(Text("Left behind: the target did not delete it", "bold"), Padding(paths, (0, 0, 1, 3)))


def _conclusion(report: Report) -> RenderableType:
    return Text.assemble((report.verdict.value.upper(), STYLES[report.verdict]), f" {report.conclusion}")
