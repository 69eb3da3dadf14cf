"""The report as Markdown, for a pull request or a page."""

from collections.abc import Iterable, Iterator

from contract_tests.finding import Verdict
from contract_tests.report.model import Problem, Report, Row
from contract_tests.report.words import named
from contract_tests.result import Kind


def render(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    subject = report.subject
    yield f"# LangGraph contract: {escaped(subject.target)}"
    yield ""
    measured = f", measured on langgraph-api {subject.upstream}" if subject.upstream else ""
    yield f"{subject.contract}{measured} · {escaped(subject.how)}"
    yield ""
    yield f"| operation | | tier | {' | '.join(subject.kinds)} | reached |"
    yield "|---|---|---|---|" + "---|" * len(subject.kinds)
    for row in report.rows:
        yield _row(row, subject.kinds)
    for number, problem in enumerate(report.new, start=1):
        yield from _problem(number, problem)
    yield from _known(report)
    yield from _unreached(report)
    yield from _untested(report)
    yield from ("", f"**{report.verdict.value.upper()}** {escaped(report.conclusion)} · {subject.signature}")


def _row(row: Row, kinds: Iterable[Kind]) -> str:
    operation = row.operation
    reached = " ".join(f"{status}×{count}" for (_, status), count in row.reached.items())
    words = [f"`{operation.id}`", f"`{operation.method} {operation.path}`", str(operation.tier)]
    return f"| {' | '.join([*words, *(_verdict(row, kind) for kind in kinds), reached])} |"


def _verdict(row: Row, kind: Kind) -> str:
    verdict = row.verdict(kind)
    if verdict is None:
        return "–"
    word = f"**{verdict.value}**" if verdict in {Verdict.FAIL, Verdict.ERROR} else verdict.value
    held, rules = row.rules
    return f"{word} {held}/{rules}" if kind == "semantic" else word


def _problem(number: int, problem: Problem) -> Iterator[str]:
    finding = problem.finding
    times = f" ×{problem.count}" if problem.count > 1 else ""
    yield from ("", f"## {number}. `{finding.check}` on `{finding.operation}` ({finding.level}){times}", "")
    yield f"- expected: {escaped(finding.expected)}"
    yield f"- received: {escaped(finding.received)}" + (
        f", at `{finding.pointer}`" if finding.pointer else ""
    )
    yield f"- required: {escaped(finding.requirement)}"
    fence = "`" * 3
    yield from ("", f"{fence}sh", *finding.replay, fence)


def _known(report: Report) -> Iterator[str]:
    """Findings that the baseline has, and what it has no more reason to have."""
    if report.known:
        yield from ("", "## Known", "")
    for problem in report.known:
        reason = f": {escaped(problem.known.reason)}" if problem.known and problem.known.reason else ""
        yield f"- `{named(problem.finding.key)}`{reason}"
    if report.stale:
        yield from ("", "## Repaired, but in the baseline", "")
    for each in report.stale:
        yield f"- `{named(each.key)}`"


def _unreached(report: Report) -> Iterator[str]:
    unreached = list(report.unreached)
    if unreached:
        yield from ("", "## Never reached", "")
    for each in unreached:
        yield f"- `{each.operation}` {each.status}" + (f": {escaped(each.reason)}" if each.reason else "")


def _untested(report: Report) -> Iterator[str]:
    if report.untested:
        yield from ("", "## Not tested", "")
    for result in report.untested:
        yield f"- {result.verdict.value}: `{result.id}` {escaped(result.reason)}"
    for path in report.left_behind:
        yield f"- left behind: `{path}`"


def escaped(text: str) -> str:
    """Text that Markdown leaves alone."""
    one_line = " ".join(text.split())
    for character in "\\`*_<>|[]":
        one_line = one_line.replace(character, f"\\{character}")
    return one_line
