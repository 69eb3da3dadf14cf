"""The report for a terminal. Colour adds no information; the text is complete without it."""

from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from contract_tests.findings.causes import Cause
from contract_tests.findings.finding import Finding, Verdict
from contract_tests.findings.result import Kind
from contract_tests.findings.survey import Survey
from contract_tests.report.files import writable
from contract_tests.report.labels import MARKS, named
from contract_tests.report.model import MAX_FIRST, Problem, Report, Row, operation_name, plural
from contract_tests.report.overview import TITLE, offers, sections, slow, slow_title
from contract_tests.report.terminal_text import Path, Rows, Text

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
        console.print(_head(report))
        for title, rows in sections(report).items():
            console.print(_rows(title, rows))
        _show_first(report, console)
        _show_findings(report, console)
        for part in (
            _known(report),
            _stale(report),
            _table(report),
            _rows(slow_title(report), slow(report)),
            _unreached(report),
            _untested(report),
            _left_behind(report),
        ):
            if part is not None:
                console.print(part)
    for line in captured.get().splitlines():
        console.file.write(writable(line).rstrip() + "\n")  # rich pads lines with spaces
    console.print(_conclusion(report), soft_wrap=True)


def show_survey(target: str, survey: Survey, console: Console, *, identities: int) -> None:
    """Write a survey alone."""
    with console.capture() as captured:
        console.print(Text(target, "bold"), _rows(TITLE, offers(survey, identities=identities)) or "")
    for line in captured.get().splitlines():
        console.file.write(writable(line).rstrip() + "\n")


def conclude(report: Report, console: Console) -> None:
    """Write the verdict and the contract on one line, for output without the report."""
    console.print(_conclusion(report), Text(f"· {report.subject.signature}", "dim"), soft_wrap=True)


def _head(report: Report) -> RenderableType:
    subject = report.subject
    identities = ("no credentials", "one identity", "two identities")[subject.identities]
    measured = f" of langgraph-api {subject.upstream}" if subject.upstream else ""
    settings = f"graph {subject.graph} · {identities} · seed {subject.seed}"
    line = f"{subject.contract}{measured} · {settings if subject.recorded is None else subject.how}"
    return Group(Text(subject.target, "bold"), Text(line, "dim"), Text())


def _rows(title: str, rows: Iterable[tuple[str, str]]) -> RenderableType | None:
    """Return a section of labels and texts, or `None` if it has no row."""
    present = tuple(rows)
    return Group(Text(title, "bold"), Padding(Rows(present), (0, 0, 1, 3))) if present else None


def _show_first(report: Report, console: Console) -> None:
    """Write the most urgent causes, if there are several."""
    if len(report.causes) <= 1:
        return
    console.print(Text("Fix first", "bold"))
    for number, cause in enumerate(report.causes[:MAX_FIRST], start=1):
        console.print(Padding(_title(number, cause), (0, 0, 0, 3)))
        console.print(Padding(Text(_concerns(cause), "dim"), (0, 0, 0, 6)))
        _show_replay(cause.sample, console, indent=6)
    console.print()


def _title(number: int, cause: Cause) -> RenderableType:
    return Text.assemble((f"{number}. {cause.title}", "bold red"), (f" ({cause.level})", "dim"))


def _concerns(cause: Cause) -> str:
    """Return the operations of a cause, and what it blocks."""
    blocks = f"; blocks {plural(len(cause.blocks), 'check')}" if cause.blocks else ""
    return _few([str(each) for each in cause.operations]) + blocks


def _show_replay(finding: Finding, console: Console, indent: int) -> None:
    for limit in finding.replay_limits:
        console.print(Padding(Text(limit.sentence, "yellow"), (0, 0, 0, indent)))
    for line in finding.replay:
        console.print(
            Text(f"{' ' * indent}{line}", "cyan"), soft_wrap=True
        )  # one line, so that it can be copied


def _show_findings(report: Report, console: Console) -> None:
    """Write the findings by cause, each cause with one replay."""
    if report.causes:
        console.print(Text("Findings", "bold"))
    is_shown = len(report.causes) > 1
    for number, cause in enumerate(report.causes, start=1):
        console.print(Padding(_title(number, cause), (0, 0, 0, 3)))
        for _, same in groupby(sorted(report.alike(cause), key=_place_in_cause), key=_requirement):
            console.print(Padding(_of_one_requirement(list(same)), (0, 0, 0, 6)))
        if number > MAX_FIRST or not is_shown:
            _show_replay(cause.sample, console, indent=6)
        console.print()


def _requirement(alike: Sequence[Problem]) -> tuple[str, str, str]:
    """Return the check, the level and the requirement, without the operation that it names."""
    finding = alike[0].finding
    return finding.check, finding.level, finding.requirement.partition(" #/")[0]


def _place_in_cause(alike: Sequence[Problem]) -> tuple[object, ...]:
    """Return a sort key: the requirements that must be met first."""
    requirement = _requirement(alike)
    return alike[0].finding.level != "must", requirement, alike[0].finding.operation


def _of_one_requirement(together: Sequence[Sequence[Problem]]) -> RenderableType:
    """Return findings of one check. What they have in common stands there once."""
    if len(together) == 1:
        return _alike(together[0])
    check, level, requirement = _requirement(together[0])
    facts = Table.grid(padding=(0, 2, 0, 0))
    common = {name: {getattr(each[0].finding, name) for each in together} for name in FACTS}
    for name, style in FACTS.items():
        if len(common[name]) == 1:
            facts.add_row(Text(name, "dim"), Text(*common[name], style))
    facts.add_row(Text("required", "dim"), Text(requirement))
    lines = Table.grid(padding=(0, 1, 0, 0))
    differing = [name for name, values in common.items() if len(values) > 1]
    for alike in together:
        lines.add_row(Text("·", "dim"), _difference(alike, differing))
    head = Text.assemble(check, (f" ({level})", "dim"))
    return Group(head, Padding(facts, (0, 0, 0, 3)), Padding(lines, (0, 0, 0, 3)))


FACTS = {"expected": "green", "received": "red"}
"""Facts of a finding, by the names of its fields, and their colours."""


def _difference(alike: Sequence[Problem], differing: Sequence[str]) -> RenderableType:
    """Return the operations of a finding, and those of its facts that differ from other findings."""
    finding = alike[0].finding
    parts: list[tuple[str, str]] = []
    for name in differing:
        parts += [(f"{', ' if parts else ': '}{name} ", "dim"), (getattr(finding, name), FACTS[name])]
    place = (f"{_place(finding)}{_times(alike)}", "dim")
    return Text.assemble(_operations(alike), place, *parts)


def _operations(alike: Sequence[Problem]) -> str:
    return _few([operation_name(each.finding.operation) for each in alike])


def _place(finding: Finding) -> str:
    return f" (at {finding.pointer})" if finding.pointer.startswith("/") else ""


def _times(alike: Sequence[Problem]) -> str:
    count = sum(each.count for each in alike)
    return f" ×{count}" if count > len(alike) else ""


def _alike(problems: Sequence[Problem]) -> RenderableType:
    """Return findings that differ in their operation only."""
    finding = problems[0].finding
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_row(Text("expected", "dim"), Text(finding.expected, "green"))
    facts.add_row(Text("received", "dim"), Text.assemble((finding.received, "red"), (_place(finding), "dim")))
    facts.add_row(Text("required", "dim"), Text(finding.requirement))
    more = f" ({finding.level}){_times(problems)}"
    head = Text.assemble(finding.check, f" on {_operations(problems)}", (more, "dim"))
    return Group(head, Padding(facts, (0, 0, 0, 3)))


def _table(report: Report) -> RenderableType | None:
    kinds = report.subject.kinds
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("operation")
    for name in kinds:
        table.add_column(name, no_wrap=True)
    table.add_column("responses", min_width=9)
    for area, rows in groupby(report.rows, lambda row: row.operation.area):
        table.add_row(Text(area.replace("_", " "), "bold"))
        for row in rows:
            cells = (*(_cell(row, kind) for kind in kinds), Text(_reached(row), "dim"))
            table.add_row(Path(f" {row.operation}"), *cells)
    return Group(Text("Operations", "bold"), table, Text()) if table.row_count else None


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
        together.setdefault((each.status, each.reason), []).append(operation_name(each.operation))
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
    paths = Text(", ".join(report.left_behind_by_kind))
    return Group(Text("Left behind: the target did not delete it", "bold"), Padding(paths, (0, 0, 1, 3)))


def _conclusion(report: Report) -> RenderableType:
    return Text.assemble((report.verdict.value.upper(), STYLES[report.verdict]), f" {report.conclusion}")
