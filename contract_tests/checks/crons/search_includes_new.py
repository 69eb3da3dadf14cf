"""A repeated search or count includes the crons created in between.

Why: A page of schedules searches again after it has created one. A cached response makes the new cron look
lost, and a user who creates it again gets each run twice.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import FINDING_CRONS


@check("crons.search.includes_new", operations=FINDING_CRONS, tier=3, feature="crons")
def includes_new(ctx: CheckContext) -> None:
    responses = []
    for _ in range(2):
        crons.create(ctx)
        responses.append(crons.find_by_operation(ctx, metadata=ctx.mark))
    expect.equal(ctx, responses[-1][0], [number for _, number in responses], [1, 2])
