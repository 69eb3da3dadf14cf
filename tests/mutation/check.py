"""The checks to run on a mutant: one phase of the requests to an operation, or one semantic check."""

from collections.abc import Iterator
from dataclasses import dataclass

from miniatures.stage import ITEMS

from contract_tests.contract import Contract, Operation
from contract_tests.findings.finding import Finding, Outcome
from contract_tests.generation.valid_requests import Generator
from contract_tests.harness.check import Check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.require_operation import require_operation
from contract_tests.harness.run_context import RunContext
from contract_tests.runner.catalogue import PHASES, Phase
from contract_tests.runner.generated_requests import OperationCheck
from contract_tests.runner.run_check import run_check


class UpToAFinding(OperationCheck):
    """Requests up to the first finding, which is enough to catch a mutant."""

    def _send(self, ctx: CheckContext, found: list[Finding]) -> None:
        require_operation(self.operation, self.run_context.survey, self.run_context.contract)
        for step in self._steps(ctx):
            found += self._findings(ctx, step)
            if found:
                return


@dataclass(frozen=True)
class Requests:
    phase: Phase
    operation: Operation

    def run(self, run_context: RunContext) -> Outcome:
        generator = Generator(run_context.contract, run_context.validity, run_context.seed)
        return UpToAFinding(run_context, generator, self.operation, self.phase).run()


@dataclass(frozen=True)
class SemanticCheck:
    check: Check
    operation: Operation

    def run(self, run_context: RunContext) -> Outcome:
        return run_check(self.check, run_context, self.operation)


AnyCheck = Requests | SemanticCheck


def checks(contract: Contract) -> Iterator[AnyCheck]:
    """Yield all checks, fastest first: scripted requests, semantic checks, generated requests."""
    scripted, *generated = PHASES
    yield from (Requests(scripted, operation) for operation in contract.operations)
    yield from (SemanticCheck(item.check, contract.by_id[item.operation]) for item in ITEMS)
    yield from (Requests(phase, operation) for phase in generated for operation in contract.operations)
