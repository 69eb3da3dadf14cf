"""The rules that no schema can say, each put to each operation it holds for."""

from contract_tests.contract import Operation
from contract_tests.plugin import Conclude
from contract_tests.rule import Rule
from contract_tests.trial import Setting


def test_rule(rule: Rule, operation: Operation, setting: Setting, conclude: Conclude) -> None:
    name = rule.name(operation.id)
    conclude(
        lambda: rule.conduct(setting, operation),
        name=name,
        kind="semantic",
        check=rule.id,
        operation=operation.id,
    )
