"""An unknown cron is reported as not found (404).

Why: The Python SDK raises `NotFoundError` for 404. After a success, a user believes that a cron has stopped,
although it still runs.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.client.operation_request import NO_BODY
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.unknown_id", operations=("get_cron", "update_cron", "delete_cron"), tier=3, feature="crons")
def unknown_id(ctx: CheckContext) -> None:
    body = {"enabled": False} if ctx.operation.id == "update_cron" else NO_BODY
    response = ctx.call(ctx.operation.id, path={"cron_id": ctx.new_id()}, body=body)
    expect.status(ctx, response, 404)
