"""Tests of the time limits: a test waits for `PATIENCE`, so that it never fails on a busy machine."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LIMIT = re.compile(r"\b(?:timeout=|asyncio\.timeout\(|monotonic\(\) \+ )(\d[\d_.]*)")


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: path.stem)
def test_waiting_has_no_other_limit(path):
    """Limits below a second are allowed: such a test expects the limit to be reached."""
    limits = [float(limit) for limit in LIMIT.findall(path.read_text())]
    assert not [limit for limit in limits if limit >= 1]
