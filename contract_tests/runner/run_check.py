"""One check of one operation."""

from contract_tests.contract import Operation
from contract_tests.findings.finding import Finding, Outcome, RequirementNotMet, Skipped, Violation
from contract_tests.harness.check import Check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.harness.require_operation import require_operation
from contract_tests.harness.run_context import RunContext
from contract_tests.runner import verdict


def run_check(check: Check, run_context: RunContext, operation: Operation) -> Outcome:
    """Run the check, then restore the target to its previous state."""

    def run() -> None:
        _equip(check, ctx)
        check.run(ctx)

    def cite(broken: RequirementNotMet) -> Finding:
        facts = (broken.expected, broken.received, check.sentence, broken.pointer, check.why, check.level)
        return FindingBuilder(ctx).finding(Violation(check.id, *facts), broken.exchange, operation)

    name = check.name(operation.id)
    with CheckContext(run_context, operation, name, whole_replay=check.whole_replay) as ctx:
        return verdict.outcome(ctx, verdict.end_of(run), cite=cite)


def _equip(check: Check, ctx: CheckContext) -> None:
    if len(ctx.run_context.target.identities) < check.identities:
        raise Skipped("requires a second identity (--other-header)")
    require_operation(ctx.operation, ctx.run_context.survey, ctx.run_context.contract)
