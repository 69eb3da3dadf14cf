"""How a verdict looks, and what goes into addresses and classes."""

import re
from collections.abc import Mapping

from contract_tests.finding import Key, Verdict

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


def slug(text: str) -> str:
    """Only letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
