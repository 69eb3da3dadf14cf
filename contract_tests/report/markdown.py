"""The report as Markdown, for a pull request or a job summary."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain

from contract_tests.findings.causes import Cause
from contract_tests.findings.finding import Verdict
from contract_tests.findings.result import Kind
from contract_tests.report.labels import named
from contract_tests.report.model import MAX_FIRST, Problem, Report, Row, operation_name, plural
from contract_tests.report.overview import sections, slow, slow_title
from contract_tests.text.visible import visible

MAX_COMMENT_CHARS = 65_536
"""Characters that GitHub allows in a comment on a pull request."""

MAX_REPLAY_CHARS = 4_096
"""Characters. A longer replay is left out, because a few of them would fill the comment."""

MAX_NAMES = 4
"""Names shown in a list; the rest is counted."""

SPECIAL = re.compile(r"[\\`*_\[\]<>|~$&]")

BACKTICKS = re.compile("`+")

Block = tuple[str, ...]
"""Lines that are written or left out together."""


def render(report: Report) -> str:
    """Return the report, the verdict first. Findings beyond the size of a comment are counted."""
    head = _head(report)
    sections = _fitting(_sections(report), MAX_COMMENT_CHARS // 2)
    parts = [part for number, cause in enumerate(report.causes, 1) for part in _parts(number, cause, report)]
    room = MAX_COMMENT_CHARS - sum(map(_size, (head, *sections, _left_out(len(report.new)))))
    findings = _fitting((block for block, _ in parts), room)
    left = sum(count for _, count in parts[len(findings) :])
    lines = (*head, *chain(*findings), *_left_out(left), *chain(*sections))
    return "\n".join(lines) + "\n"


def _fitting(blocks: Iterable[Block], room: int) -> list[Block]:
    """Return the first blocks that fit into `room` characters."""
    sizes = accumulate(map(_size, blocks := list(blocks)))
    return [block for block, size in zip(blocks, sizes, strict=True) if size <= room]


def _left_out(count: int) -> Block:
    return (
        ("", f"**{plural(count, 'more finding')}** omitted for length; other formats list all.")
        if count
        else ()
    )


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _head(report: Report) -> Block:
    subject = report.subject
    measured = f", measured on langgraph-api {subject.upstream}" if subject.upstream else ""
    return (
        *(f"# LangGraph contract: {escaped(subject.target)}", ""),
        *(f"**{report.verdict.value.upper()}** {escaped(report.conclusion)}", ""),
        f"{subject.contract}{measured} · {escaped(subject.how)}",
        *(line for title, rows in sections(report).items() for line in _rows(title, rows)),
        *_first(report),
    )


def _rows(title: str, rows: Iterable[tuple[str, str]]) -> Block:
    return _listed(title, (f"{label}: {escaped(text)}" for label, text in rows))


def _first(report: Report) -> Block:
    """Return the most urgent causes, if there are several; their replays follow with the findings."""
    if len(report.causes) <= 1:
        return ()
    lines = [
        f"{number}. **{escaped(cause.title)}** ({cause.level}): {_concerns(cause)}"
        for number, cause in enumerate(report.causes[:MAX_FIRST], start=1)
    ]
    return ("", "## Fix first", "", *lines)


def _concerns(cause: Cause) -> str:
    """Return the operations of a cause, and what it blocks."""
    blocks = f"; blocks {plural(len(cause.blocks), 'check')}" if cause.blocks else ""
    return _few([str(each) for each in cause.operations]) + blocks


def _few(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return ", ".join(map(code, names[:MAX_NAMES])) + more


def _sections(report: Report) -> Iterator[Block]:
    """Yield the sections below the findings, the most important first."""
    yield _listed("Known", _known(report))
    yield _listed("Repaired, but still in the baseline", (code(named(each.key)) for each in report.stale))
    yield _listed("Not tested", _untested(report))
    yield _listed(slow_title(report), (f"{label}: {code(text)}" for label, text in slow(report)))
    yield _folded("All operations", _table(report))
    yield _folded("Documented, but never reached", _unreached(report))


def _listed(title: str, items: Iterable[str]) -> Block:
    lines = [f"- {item}" for item in items]
    return ("", f"## {title}", "", *lines) if lines else ()


def _folded(title: str, lines: Iterable[str]) -> Block:
    """Return a collapsed section, which a click opens where HTML is rendered."""
    inside = tuple(lines)
    return ("", f"<details><summary>{title}</summary>", "", *inside, "", "</details>") if inside else ()


def _table(report: Report) -> Iterator[str]:
    kinds = report.subject.kinds
    yield f"| operation | tier | {' | '.join(kinds)} | reached |"
    yield "|---|---|---|" + "---|" * len(kinds)
    yield from (_row(row, kinds) for row in report.rows)


def _row(row: Row, kinds: Iterable[Kind]) -> str:
    operation = row.operation
    reached = " ".join(f"{status}×{count}" for (_, status), count in row.reached.items())
    words = [code(str(operation)), str(operation.tier)]
    return f"| {' | '.join([*words, *(_verdict(row, kind) for kind in kinds), reached])} |"


def _verdict(row: Row, kind: Kind) -> str:
    verdict = row.verdict(kind)
    if verdict is None:
        return "–"
    word = f"**{verdict.value}**" if verdict in {Verdict.FAIL, Verdict.ERROR} else verdict.value
    held, checks = row.checks
    return f"{word} {held}/{checks}" if kind == "semantic" else word


def _parts(number: int, cause: Cause, report: Report) -> Iterator[tuple[Block, int]]:
    """Yield the blocks of a cause, each with the number of findings in it; the first has the replay."""
    first, *others = report.alike(cause)
    yield (
        (
            *("", f"## {number}. {escaped(cause.title)} ({cause.level})", ""),
            *_alike(first),
            *(f"- replay: {limit.sentence}" for limit in cause.sample.replay_limits),
            *_folded("replay", _replay(cause.sample.replay)),
            *([""] if others else []),
        ),
        len(first),
    )
    yield from ((tuple(_alike(each)), len(each)) for each in others)


def _alike(problems: tuple[Problem, ...]) -> Iterator[str]:
    """Yield the lines of findings that differ in their operation only."""
    finding = problems[0].finding
    count = sum(each.count for each in problems)
    times = f" ×{count}" if count > len(problems) else ""
    names = _few([operation_name(each.finding.operation) for each in problems])
    place = f", at {code(finding.pointer)}" if finding.pointer else ""
    yield f"- {code(finding.check)} on {names} ({finding.level}){times}"
    yield f"  - expected: {escaped(finding.expected)}"
    yield f"  - received: {escaped(finding.received)}{place}"
    yield f"  - required: {escaped(finding.requirement)}"


def _replay(commands: Block) -> Block:
    if _size(commands) > MAX_REPLAY_CHARS:
        return ("Too long for this format; see another one.",)
    lines = "\n".join(map(visible, commands)).split("\n")
    fence = "`" * max(3, _ticks("\n".join(lines)) + 1)
    return (f"{fence}sh", *lines, fence)


def _known(report: Report) -> Iterator[str]:
    for problem in report.known:
        reason = f": {escaped(problem.known.reason)}" if problem.known and problem.known.reason else ""
        yield f"{code(named(problem.finding.key))}{reason}"


def _unreached(report: Report) -> Iterator[str]:
    for each in report.unreached:
        yield f"- {code(operation_name(each.operation))} {each.status}" + (
            f": {escaped(each.reason)}" if each.reason else ""
        )


def _untested(report: Report) -> Iterator[str]:
    for each in report.untested_together:
        names = ", ".join(map(code, each.ids[:MAX_NAMES]))
        more = f" and {len(each.ids) - MAX_NAMES} more" if len(each.ids) > MAX_NAMES else ""
        yield f"{each.verdict.value}: {escaped(each.reason)}: {names}{more}"
    for paths in report.left_behind_by_kind:
        yield f"left behind: {code(paths)}"


def escaped(text: str) -> str:
    """Escape Markdown, join lines, and break mentions (`@name`) so that they notify no one."""
    return SPECIAL.sub(r"\\\g<0>", _on_one_line(text)).replace("@", "@&#8203;")


def code(text: str) -> str:
    """Return an inline code span, with enough backticks around it for those in the text."""
    line = _on_one_line(text).replace("|", "\N{BROKEN BAR}")  # a plain bar would end the table cell
    ticks = "`" * (_ticks(line) + 1)
    space = " " if "`" in line else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def _on_one_line(text: str) -> str:
    return visible(" ".join(text.split()))


def _ticks(text: str) -> int:
    """Return the length of the longest row of backticks."""
    return max(map(len, BACKTICKS.findall(text)), default=0)
