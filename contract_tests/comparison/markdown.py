"""The comparison as Markdown, for a pull request."""

from collections.abc import Iterator

from contract_tests.comparison.model import Comparison
from contract_tests.comparison.sections import NAMES, against, sections
from contract_tests.report.markdown import escaped


def render(comparison: Comparison) -> str:
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield from ("# LangGraph contract: what changed", "")
    for name, report in zip(NAMES, (comparison.before, comparison.after), strict=True):
        yield f"- {name}: {escaped(report.subject.target)}, {escaped(against(report))}"
    for section in sections(comparison):
        yield from ("", f"## {section.title}", "")
        for about, text in section.rows:
            yield f"- {escaped(about)}" + (f": {escaped(text)}" if text else "")
    yield from ("", f"**{comparison.word.upper()}** {escaped(comparison.conclusion)}")
