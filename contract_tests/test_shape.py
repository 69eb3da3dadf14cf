"""Tests that send scripted and generated requests to each operation and validate every response."""

from contract_tests.contract import Operation
from contract_tests.generation.generated import Generator
from contract_tests.harness.setting import Setting
from contract_tests.runner.check_operation import Conformity, Part
from contract_tests.runner.plugin import Conclude


def test_conformity(
    operation: Operation, part: Part, setting: Setting, generator: Generator, conclude: Conclude
) -> None:
    conformity = Conformity(setting, generator, operation, part)
    conclude(
        conformity.conduct, name=conformity.name, kind="generated", check="shape", operation=operation.id
    )
