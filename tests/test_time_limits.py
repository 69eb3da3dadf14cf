"""No test gives up on a machine that is merely busy: whoever waits has `PATIENCE`."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LIMIT = re.compile(r"\b(?:timeout=|asyncio\.timeout\(|monotonic\(\) \+ )(\d[\d_.]*)")


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: path.stem)
def test_waiting_has_no_other_limit(path):
    """Below a second a test expects the limit to be reached; it never fails for being late."""
    limits = [float(limit) for limit in LIMIT.findall(path.read_text())]
    assert not [limit for limit in limits if limit >= 1]
