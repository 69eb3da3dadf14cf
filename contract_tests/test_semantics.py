"""Tests for the checks that no schema can express: one item per check and operation."""

from contract_tests.contract import Operation
from contract_tests.harness.check import Check
from contract_tests.harness.run_context import RunContext
from contract_tests.runner.plugin import Conclude
from contract_tests.runner.run_check import run_check


def test_check(check: Check, operation: Operation, run_context: RunContext, conclude: Conclude) -> None:
    name = check.name(operation.id)
    conclude(
        lambda: run_check(check, run_context, operation),
        name=name,
        kind="semantic",
        check=check.id,
        operation=operation.id,
    )
