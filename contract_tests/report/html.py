"""The report as a page: one file that needs no network, for a browser, a phone or a CI artifact."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from contract_tests.findings.finding import Verdict
from contract_tests.report.difference import compared
from contract_tests.report.labels import MARKS, named, shown, slug
from contract_tests.report.model import MAX_FIRST, Report, Row, operation_name
from contract_tests.report.overview import sections

PLACE = "report/page"
"""Folder of the template, the style sheet and the script."""


def render(report: Report) -> str:
    environment = Environment(
        loader=PackageLoader("contract_tests", PLACE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(slug=slug, mark=MARKS.__getitem__, named=named)
    environment.filters["operation"] = operation_name
    environment.globals["compared"] = compared
    page = environment.get_template("page.html.j2")
    problems = list(enumerate(report.ordered, 1))
    numbers = {each.finding.key: number for number, each in problems}
    first = [(cause, numbers[cause.sample.key]) for cause in report.causes[:MAX_FIRST]]
    return (
        page.render(
            report=report,
            sections=sections(report),
            first=first,
            areas=_areas(report),
            problems=problems,
        )
        + "\n"
    )


def _areas(report: Report) -> Mapping[str, list[Mapping[str, Any]]]:
    """Return the rows of the matrix by area."""
    grouped = groupby(report.rows, lambda row: row.operation.area)
    return {area: [_row(row, report) for row in rows] for area, rows in grouped}


def _row(row: Row, report: Report) -> Mapping[str, Any]:
    own = [n for n, each in enumerate(report.ordered, 1) if each.finding.operation == row.operation.id]
    kinds = report.subject.kinds
    worst = Verdict.worst(verdict for kind in kinds if (verdict := row.verdict(kind)))
    return {
        "operation": row.operation,
        "verdicts": {kind: row.verdict(kind) for kind in kinds},
        "worst": worst,
        "rules": row.checks,
        "problems": own,
        "reached": [(status, count) for (_, status), count in row.reached.items()],
    }
