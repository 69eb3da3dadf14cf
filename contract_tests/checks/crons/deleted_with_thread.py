"""Deleting a thread deletes its crons.

Why: A cron whose thread is gone fails every time, or creates the deleted thread again. Its owner has no page
left to switch it off.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L62
"""

from contract_tests.actions import crons
from contract_tests.actions.resources import create_thread
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.deleted_with_thread", operation="create_thread_cron", tier=3, feature="crons")
def deleted_with_thread(ctx: CheckContext) -> None:
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    cron = crons.create(ctx, **path)
    crons.read(ctx, cron)
    ctx.need(ctx.call("delete_thread", path=path))
    crons.expect_gone(ctx, cron)
