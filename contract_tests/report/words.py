"""How a verdict looks, and what goes into addresses and classes."""

import re
from collections.abc import Mapping

from contract_tests.finding import Verdict

MARKS: Mapping[Verdict, str] = {
    Verdict.PASS: "✓",
    Verdict.NOT_OFFERED: "·",
    Verdict.SKIP: "·",
    Verdict.NOT_TESTABLE: "?",
    Verdict.FAIL: "✗",
    Verdict.ERROR: "!",
}


def slug(text: str) -> str:
    """Only letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
