"""A cron keeps its metadata and the input of its runs unchanged, with JSON values of any type.

Why: Cron runs start unattended, with the input that was stored. A value that was changed on the way is
noticed only in the results.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.actions.json_values import expect_kept, json_object
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_RUNS_LATER


@check("crons.create.json_values", operations=CREATING_RUNS_LATER, tier=3, feature="crons")
def json_values(ctx: CheckContext) -> None:
    created = ctx.need(crons.create_or_update(ctx, metadata=json_object(), input=json_object()))
    response, cron = crons.read(ctx, created.json)
    expect_kept(ctx, response, cron["metadata"], "/metadata")
    expect_kept(ctx, response, cron["payload"].get("input"), "/payload/input")
