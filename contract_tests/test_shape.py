"""Tests that send scripted and generated requests to each operation and validate every response."""

from contract_tests.contract import Operation
from contract_tests.generation.valid_requests import Generator
from contract_tests.harness.run_context import RunContext
from contract_tests.runner.catalogue import Phase
from contract_tests.runner.generated_requests import OperationCheck
from contract_tests.runner.plugin import Conclude


def test_operation(
    operation: Operation, phase: Phase, run_context: RunContext, generator: Generator, conclude: Conclude
) -> None:
    conformity = OperationCheck(run_context, generator, operation, phase)
    conclude(conformity.run, name=conformity.name, kind="generated", check="shape", operation=operation.id)
