"""Listing the runs of an unknown thread returns 404.

Why: An empty list means that nothing has run yet. For a deleted thread, it hides from the client that the
conversation no longer exists.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.runs import created_run, list_runs
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.unknown_thread", operation="list_thread_runs", tier=2)
def unknown_thread(ctx: CheckContext) -> None:
    list_runs(ctx, created_run(ctx)["thread_id"])
    unknown = OperationRequest({"thread_id": ctx.new_id()})
    expect.status(ctx, ctx.send(ctx.operation, unknown), 404)
