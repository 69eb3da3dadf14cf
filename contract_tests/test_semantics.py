"""Tests for the checks that no schema can express: one item per check and operation."""

from contract_tests.contract import Operation
from contract_tests.harness.rule import Rule
from contract_tests.harness.setting import Setting
from contract_tests.runner.check_rule import check_rule
from contract_tests.runner.plugin import Conclude


def test_rule(rule: Rule, operation: Operation, setting: Setting, conclude: Conclude) -> None:
    name = rule.name(operation.id)
    conclude(
        lambda: check_rule(rule, setting, operation),
        name=name,
        kind="semantic",
        check=rule.id,
        operation=operation.id,
    )
