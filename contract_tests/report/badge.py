"""The report as a badge: an SVG image with the level of the target and its share of tier 1.

For recorded traffic, which has neither, it is the number of operations that conform.
"""

from jinja2 import Environment, PackageLoader, StrictUndefined

from contract_tests.findings.finding import Verdict
from contract_tests.report.labels import shown
from contract_tests.report.model import Report, Row

LABEL = "langgraph contract"

COLOURS = {
    Verdict.PASS: "#2e8540",
    Verdict.FAIL: "#c62a2f",
    Verdict.ERROR: "#8e4ec6",
}
GREY = "#6e7781"

GLYPH, MARGIN = 6.6, 12
"""Pixels: the average width of a letter in Verdana 11 px, and the sum of both margins of a part."""


def render(report: Report) -> str:
    environment = Environment(
        loader=PackageLoader("contract_tests", "report/page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
    )
    message = _message(report)
    widths = [round(len(text) * GLYPH) + MARGIN for text in (LABEL, message)]
    colour = COLOURS.get(report.verdict, GREY)
    badge = environment.get_template("badge.svg.j2")
    return badge.render(label=LABEL, message=message, widths=widths, colour=colour) + "\n"


def _message(report: Report) -> str:
    if report.standing.line:
        return report.standing.line
    offered = [row for row in report.rows if _worst(row) not in {None, Verdict.NOT_OFFERED}]
    good = sum(_conforms(row) for row in offered)
    return f"{good}/{len(offered)} operations" if offered else report.verdict.value


def _worst(row: Row) -> Verdict | None:
    """Return the worst verdict of both kinds, or `None` if the operation was not checked."""
    return Verdict.worst([each.verdict for each in row.results] + [Verdict.FAIL] * row.invalid_response)


def _conforms(row: Row) -> bool:
    """Return whether a check passed and none failed."""
    is_tested = any(each.verdict == Verdict.PASS for each in row.results)
    return is_tested and _worst(row) not in {Verdict.FAIL, Verdict.ERROR, Verdict.INCOMPLETE}
