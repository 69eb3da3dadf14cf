"""Scripted and generated requests to each operation; the contract says what every answer looks like."""

from contract_tests.conformity import Conformity, Part
from contract_tests.contract import Operation
from contract_tests.generate import Generator
from contract_tests.plugin import Conclude
from contract_tests.trial import Setting


def test_conformity(
    operation: Operation, part: Part, setting: Setting, generator: Generator, conclude: Conclude
) -> None:
    conformity = Conformity(setting, generator, operation, part)
    conclude(
        conformity.conduct, name=conformity.name, kind="generated", check="shape", operation=operation.id
    )
