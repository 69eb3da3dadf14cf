"""The terminal report at the widths of terminals: it wraps, and cuts nothing."""

import re
from io import StringIO

import pytest
from rich.console import Console
from sample_report import CONTRACT, FAILING, FORGETFUL, KNOWN, SUBJECT, result

from contract_tests.commands.catalogue_list import table
from contract_tests.findings.finding import Verdict
from contract_tests.report import terminal
from contract_tests.report.model import Report
from contract_tests.report.terminal_text import Path
from contract_tests.runner.catalogue import catalogue

REACHED = [(200, 12), (404, 3), (422, 40)]
OPERATIONS = tuple(CONTRACT.operations)
LARGE = Report.of(
    SUBJECT,
    OPERATIONS,
    [
        part
        for each in OPERATIONS
        for part in (
            result("generated", "valid", each.id, Verdict.INCOMPLETE, "out of time", reached=REACHED),
            result("semantic", f"a.{each.id}", each.id, Verdict.FAIL, findings=(FORGETFUL,)),
        )
    ],
)
"""A result of each kind for every operation."""


def lines_of(*shown, width):
    text = StringIO()
    console = Console(file=text, width=width, color_system=None)
    for each in shown:
        terminal.show(each, console) if isinstance(each, Report) else console.print(each)
    return text.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("report", [LARGE, FAILING, KNOWN], ids=["large", "failing", "known"])
def test_nothing_is_cut(report, width):
    lines = lines_of(report, width=width)
    assert not [line for line in lines if "\N{HORIZONTAL ELLIPSIS}" in line]
    whole = re.sub(r"\s", "", "".join(lines))
    assert [
        each.id for each in report.operations if f"{each.method}{each.path}" not in columns(lines) + whole
    ] == []


def columns(lines):
    """Return the first column of the table of operations without white space."""
    start = lines.index("Operations")
    width = lines[start + 1].index("generated")
    return re.sub(r"\s", "", "".join(line[:width] for line in lines[start + 2 :]))


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_list_of_checks_is_not_cut(width):
    entries = list(catalogue().entries())
    lines = lines_of(table(entries), width=width)
    assert not [line for line in lines if "\N{HORIZONTAL ELLIPSIS}" in line]
    if width == 140:
        assert {each.id for each in entries} <= {line.split(" ")[0] for line in lines}


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (80, ["GET /threads/{thread_id}/runs/{run_id}"]),
        (24, ["GET /threads/{thread_id}", "   /runs/{run_id}"]),
    ],
)
def test_a_path_is_wrapped_before_a_slash(width, lines):
    assert [
        line.rstrip() for line in lines_of(Path("GET /threads/{thread_id}/runs/{run_id}"), width=width)
    ] == [line.rstrip() for line in lines]
