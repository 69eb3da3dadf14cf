"""The comparison for a terminal."""

from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from contract_tests.comparison.model import Comparison
from contract_tests.comparison.sections import NAMES, Section, against, sections
from contract_tests.report.terminal import MAX_COLUMNS
from contract_tests.report.terminal_text import Text

MARGIN_COLUMNS = 6
"""Columns for the indent of a row and the gap between its two cells."""

STYLES = {"worse": "bold red", "same": "green", "better": "green", "different": "yellow"}


def render(comparison: Comparison) -> str:
    """Return plain text, for a file or a pipe."""
    text = StringIO()
    show(comparison, Console(file=text, width=MAX_COLUMNS, color_system=None, force_terminal=False))
    return text.getvalue()


def show(comparison: Comparison, console: Console) -> None:
    """Write to a console, in colour if it supports colours."""
    with console.capture() as captured:
        console.print(_head(comparison), *map(_section, sections(comparison)))
    for line in captured.get().splitlines():
        console.file.write(line.rstrip() + "\n")  # rich pads lines with spaces
    word = (comparison.word.upper(), STYLES[comparison.word])
    console.print(Text.assemble(word, f" {comparison.conclusion}"), soft_wrap=True)


def _head(comparison: Comparison) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, report in zip(NAMES, (comparison.before, comparison.after), strict=True):
        table.add_row(Text(name, "bold"), Text(report.subject.target, "bold"), Text(against(report), "dim"))
    return Group(table, Text())


def _section(section: Section) -> RenderableType:
    return Group(Text(section.title, "bold"), Padding(_rows(section), (0, 0, 1, 3)))


def _rows(section: Section) -> RenderableType:
    """Return subjects and descriptions side by side if every row fits on one line, else stacked."""
    wide = max(len(about) for about, _ in section.rows) + max(len(text) for _, text in section.rows)
    if wide > MAX_COLUMNS - MARGIN_COLUMNS:
        return Group(*(each for row in section.rows for each in _stacked(*row)))
    table = Table.grid(padding=(0, 2, 0, 0))
    for about, text in section.rows:
        table.add_row(Text(about), Text(text, "dim"))
    return table


def _stacked(about: str, text: str) -> tuple[RenderableType, ...]:
    return (Text(about), Padding(Text(text, "dim"), (0, 0, 0, 3))) if text else (Text(about),)
