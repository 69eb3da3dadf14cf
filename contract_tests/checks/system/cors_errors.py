"""Errors have `Access-Control-Allow-Origin` like all other responses, including 401.

A target that allows only the origins of its configuration is skipped if `http://localhost:3000` is not one of
them.

Why: Without the header, a page cannot read the status of an error: instead of its login form or "not found",
the user sees "Failed to fetch".
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from contract_tests.actions import cors
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import READING


@check("system.cors.errors", operations=READING, tier=2, level="should")
def errors(ctx: CheckContext) -> None:
    [name] = [each["name"] for each in ctx.operation.parameters if each["in"] == "path"]
    request = OperationRequest({name: ctx.new_id()}, headers={"Origin": cors.ORIGIN})
    unknown = ctx.need(ctx.send(ctx.operation, request), 404)
    cors.expect_allowed_origin(ctx, unknown)
    stranger = ctx.send(ctx.operation, request, owner="nobody")  # 401, where credentials are required
    cors.expect_allowed_origin(ctx, stranger)
