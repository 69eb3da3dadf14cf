"""Marks of verdicts, and texts for lines, pages and anchors."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from contract_tests.findings.finding import Key, Verdict
from contract_tests.report.model import operation_name
from contract_tests.text.visible import visible

MARKS: Mapping[Verdict, str] = {
    Verdict.PASS: "✓",
    Verdict.NOT_OFFERED: "·",
    Verdict.SKIP: "·",
    Verdict.BLOCKED: "?",
    Verdict.INCOMPLETE: "?",
    Verdict.FAIL: "✗",
    Verdict.ERROR: "!",
}


PROGRESS = "langgraph-check: "
"""Beginning of each line about the progress of a run."""


def named(key: Key) -> str:
    """Return the key of a finding as one line."""
    check, operation, pointer = key
    return f"{check} on {operation_name(operation)}" + (f" at {pointer}" if pointer else "")


def shown(value: Any) -> Any:
    """Escape invisible characters. Templates pass every value through this function."""
    if isinstance(value, Markup):  # output of our own templates, already escaped
        return value
    return visible(value) if isinstance(value, str) else value


def slug(text: str) -> str:
    """Return the text in lower case with only letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
