"""Counting threads with the `values` filter leaves out threads without values, and does not fail on them.

Why: Every thread is without values until its first run. If one such thread makes the count fail, a page
that counts by values breaks as soon as somebody presses "New chat".
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.search_fixture import create_threads_with_runs
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.count.values_null", operation="count_threads", tier=2)
def values_null(ctx: CheckContext) -> None:
    _, (message,) = create_threads_with_runs(ctx, "m1")
    create_thread(ctx)
    body = {"metadata": ctx.mark, "values": {"messages": message}}
    counted = ctx.send(ctx.operation, OperationRequest(body=body))
    expect.success(ctx, counted)
    expect.equal(ctx, counted, counted.json, 1)
