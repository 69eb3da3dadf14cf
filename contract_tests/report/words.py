"""How a verdict looks, and what goes into addresses and classes."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from contract_tests.findings.finding import Key, Verdict
from contract_tests.text.visible import visible

MARKS: Mapping[Verdict, str] = {
    Verdict.PASS: "✓",
    Verdict.NOT_OFFERED: "·",
    Verdict.SKIP: "·",
    Verdict.NOT_TESTABLE: "?",
    Verdict.INCOMPLETE: "?",
    Verdict.FAIL: "✗",
    Verdict.ERROR: "!",
}


def named(key: Key) -> str:
    """What a finding is about, in a line."""
    check, operation, pointer = key
    return f"{check} on {operation}" + (f" at {pointer}" if pointer else "")


def shown(value: Any) -> Any:
    """What stands in a page or an image: each text of it goes through here."""
    if isinstance(value, Markup):  # of our own templates, with what went through here already
        return value
    return visible(value) if isinstance(value, str) else value


def slug(text: str) -> str:
    """Only letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
