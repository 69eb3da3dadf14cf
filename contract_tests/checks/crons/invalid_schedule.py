"""An invalid schedule is rejected with 422.

Why: If a schedule with a mistake is accepted, it never fires, and its author never learns why. With 422, the
form can show the mistake.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_RUNS_LATER


@check("crons.invalid_schedule", operations=CREATING_RUNS_LATER, tier=3, feature="crons")
def invalid_schedule(ctx: CheckContext) -> None:
    ctx.need(crons.create_or_update(ctx, schedule="0 9 * * *"))
    expect.status(ctx, crons.create_or_update(ctx, schedule="61 * * * *"), 422)
