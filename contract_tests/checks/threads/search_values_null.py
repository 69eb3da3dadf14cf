"""Searching with `values` leaves out threads without values, and does not fail on them.

Why: Every thread is without values until its first run. If one such thread makes the search fail, all results
are gone as soon as somebody presses "New chat".
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.search_fixture import create_threads_with_runs
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.search.values_null", operation="search_threads", tier=2)
def values_null(ctx: CheckContext) -> None:
    population, (message,) = create_threads_with_runs(ctx, "m1")
    create_thread(ctx)
    body = {"metadata": ctx.mark, "values": {"messages": message}}
    found = ctx.send(ctx.operation, OperationRequest(body=body))
    expect.success(ctx, found)
    expect.numbered(ctx, found, population.numbers(found), [1], population.kind.name)
