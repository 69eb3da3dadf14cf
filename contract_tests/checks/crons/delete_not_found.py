"""A deleted cron is gone: reading it fails with 404.

Why: A cron that still exists continues to start runs, and to cost money, every night.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L295
"""

from contract_tests.actions import crons
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.delete.not_found", operation="delete_cron", tier=3, feature="crons")
def not_found(ctx: CheckContext) -> None:
    cron = crons.create(ctx)
    crons.read(ctx, cron)
    ctx.need(ctx.call("delete_cron", path={"cron_id": cron["cron_id"]}))
    crons.expect_gone(ctx, cron)
