"""Tests of the time limits: a test waits for `PATIENCE`, so that it never fails on a busy machine."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
LIMIT = re.compile(r"\b(?:timeout=|asyncio\.timeout\(|monotonic\(\) \+ )(\d[\d_.]*)")


def test_every_wait_uses_the_common_limit():
    """Limits below a second are allowed: such a test expects the limit to be reached."""
    found = [
        (path.name, limit) for path in TESTS.rglob("test_*.py") for limit in LIMIT.findall(path.read_text())
    ]
    assert [(name, limit) for name, limit in found if float(limit) >= 1] == []
