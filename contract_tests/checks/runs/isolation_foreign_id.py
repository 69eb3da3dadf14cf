"""Requests for another owner's runs return 404, as for unknown runs, and never 403.

Why: Ids of runs appear in logs and addresses. A 403 confirms that a run exists, and a success shows a
stranger its input and output.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.runs import request_about, run_for_operation, run_path
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import ABOUT_RUNS


@check("runs.isolation.foreign_id", operations=ABOUT_RUNS, tier=2, identities=2)
def foreign_id(ctx: CheckContext) -> None:
    ctx.need(ctx.send(ctx.operation, request_about(ctx, run_for_operation(ctx))))
    foreign = run_for_operation(ctx, other=True)
    response = ctx.send(ctx.operation, request_about(ctx, foreign), at_most=5)
    if response.json != []:  # an empty list reveals nothing
        expect.status(ctx, response, 404)
    ctx.need(ctx.call("get_thread_run", path=run_path(foreign), other=True))
