"""Findings as GitHub Actions annotations, which are lines on standard output."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from contract_tests.findings.finding import Verdict
from contract_tests.report.model import Problem, Report, operation_name
from contract_tests.text.visible import visible

MAX_ANNOTATIONS = 10
"""Annotations of one kind that GitHub shows for a step."""

KINDS = {"must": "error", "should": "warning"}


def render(report: Report) -> str:
    return "".join(f"{line}\n" for line in _lines(report))


@contextmanager
def no_commands(output: TextIO) -> Iterator[None]:
    """Turn off workflow commands inside the block, because a report repeats texts of the target.

    The word that turns them on again is random, so no target can send it.
    """
    word = uuid.uuid4().hex
    output.write(f"::stop-commands::{word}\n")
    try:
        yield
    finally:
        output.write(f"::{word}::\n")


def _lines(report: Report) -> Iterator[str]:
    if report.verdict not in {Verdict.PASS, Verdict.FAIL}:
        yield f"::error title=langgraph-check::{_data(report.conclusion)}"
    for level, kind in KINDS.items():
        problems = [each for each in report.new if each.finding.level == level]
        shown = problems if len(problems) <= MAX_ANNOTATIONS else problems[: MAX_ANNOTATIONS - 1]
        yield from (_annotation(kind, each) for each in shown)
        if more := len(problems) - len(shown):
            yield f"::{kind} title=langgraph-check::{more} more; see the report"


def _annotation(kind: str, problem: Problem) -> str:
    finding = problem.finding
    place = f" at {finding.pointer}" if finding.pointer else ""
    title = f"{finding.check} on {operation_name(finding.operation)}"
    text = f"expected {finding.expected}, received {finding.received}{place}\n{finding.replay[-1]}"
    return f"::{kind} title={_property(title)}::{_data(text)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
