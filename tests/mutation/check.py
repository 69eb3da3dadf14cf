"""The checks to run on a mutant: one part of the requests to an operation, or one rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from miniatures.stage import ITEMS

from contract_tests.contract import Contract, Operation
from contract_tests.findings.finding import Outcome
from contract_tests.generation.generated import Generator
from contract_tests.harness.rule import Rule
from contract_tests.harness.setting import Setting
from contract_tests.runner.check_operation import PARTS, Conformity, Part
from contract_tests.runner.check_rule import check_rule


@dataclass(frozen=True)
class Requests:
    part: Part
    operation: Operation

    def conduct(self, setting: Setting) -> Outcome:
        generator = Generator(setting.contract, setting.validity, setting.seed)
        return Conformity(setting, generator, self.operation, self.part).conduct()


@dataclass(frozen=True)
class Ruling:
    rule: Rule
    operation: Operation

    def conduct(self, setting: Setting) -> Outcome:
        return check_rule(self.rule, setting, self.operation)


Check = Requests | Ruling


def checks(contract: Contract) -> Iterator[Check]:
    """Yield all checks, fastest first: scripted requests, rules, generated requests."""
    scripted, *generated = PARTS
    yield from (Requests(scripted, operation) for operation in contract.operations)
    yield from (Ruling(item.rule, contract.by_id[item.operation]) for item in ITEMS)
    yield from (Requests(part, operation) for part in generated for operation in contract.operations)
