"""Every check has a miniature. This takes a second; `tests/proof` proves that the check catches it."""

from collections import Counter

import miniatures
from miniatures.miniature import discover

from contract_tests import checks
from contract_tests.harness.check import discover as discover_checks
from contract_tests.validation.requirements import CHECKS

PROVEN = Counter((each.check, each.operation) for each in discover(miniatures))


def test_every_check_has_one_miniature_for_each_of_its_operations():
    required = {(check.id, operation) for check in discover_checks(checks) for operation in check.operations}
    proven = {pair: count for pair, count in PROVEN.items() if pair[0] not in CHECKS}
    assert sorted(required - proven.keys()) == [], "add miniatures to tests/miniatures/"
    assert sorted(proven.keys() - required) == [], "remove these miniatures"
    assert [pair for pair, count in proven.items() if count > 1] == []


def test_every_shape_check_has_one_miniature():
    """Except for the one about credentials that expire, which has a test in `runner/test_verdict.py`."""
    proven = Counter(check for check, _ in PROVEN.elements() if check in CHECKS)
    assert proven == Counter(CHECKS.keys() - {"shape.credentials"})
