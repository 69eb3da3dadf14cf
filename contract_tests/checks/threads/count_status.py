"""Counting threads applies the `status` filter.

Why: An inbox shows `threads.count(status="interrupted")` as the number of threads that wait for a human. If
the filter is ignored, the badge counts all threads and never gets to zero.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.count.status", operation="count_threads", tier=2)
def status(ctx: CheckContext) -> None:
    population = add_searchable(ctx, 2)
    for each_status, count in {"idle": 2, "busy": 0, "interrupted": 0, "error": 0}.items():
        counted = population.count(status=each_status)
        expect.equal(ctx, counted, counted.json, count)
