"""A stateless run with a `resume` command is rejected with 400.

Why: A stateless run is over when it is interrupted, so there is nothing to resume. No known frontend tries;
a developer who does should get an error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L890
"""

from contract_tests.actions.runs import start_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ALONE, STARTING_BATCHES

RESUMING = STARTING_ALONE | STARTING_BATCHES


@check("stateless_runs.resume_rejected", operations=RESUMING, tier=2, level="should")
def resume_rejected(ctx: CheckContext) -> None:
    ctx.need(start_by_operation(ctx))
    expect.status(ctx, start_by_operation(ctx, input=None, command={"resume": "yes"}), 400, 422)
