"""The report as a badge, an SVG image: how many operations conform."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from contract_tests.findings.finding import Verdict
from contract_tests.report.model import Report, Row
from contract_tests.report.words import shown

LABEL = "langgraph contract"

COLOURS = {
    Verdict.PASS: "#2e8540",
    Verdict.FAIL: "#c62a2f",
    Verdict.ERROR: "#8e4ec6",
}
GREY = "#6e7781"

GLYPH, MARGIN = 6.6, 12
"""Width of a letter of Verdana at 11 px, on average; and of both margins of a part."""


def render(report: Report) -> str:
    environment = Environment(
        loader=PackageLoader("contract_tests", "report/page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
    )
    said = _said(report)
    widths = [round(len(text) * GLYPH) + MARGIN for text in (LABEL, said)]
    colour = COLOURS.get(report.verdict, GREY)
    badge = environment.get_template("badge.svg.j2")
    return badge.render(label=LABEL, said=said, widths=widths, colour=colour) + "\n"


def _said(report: Report) -> str:
    offered = [row for row in report.rows if _worst(row) not in {None, Verdict.NOT_OFFERED}]
    good = sum(_conforms(row) for row in offered)
    return f"{good}/{len(offered)} operations" if offered else report.verdict.value


def _worst(row: Row) -> Verdict | None:
    """By both kinds; what is not offered at all is none of the server's operations."""
    return Verdict.worst([each.verdict for each in row.results] + [Verdict.FAIL] * row.misshapen)


def _conforms(row: Row) -> bool:
    """Something was tested, and nothing found."""
    is_tested = any(each.verdict == Verdict.PASS for each in row.results)
    return is_tested and _worst(row) not in {Verdict.FAIL, Verdict.ERROR, Verdict.INCOMPLETE}
