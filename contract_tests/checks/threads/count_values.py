"""Counting threads applies the `values` filter.

Why: `threads.count(values=...)` gives the number of pages for the search with the same filter. If it is
ignored, the pager offers empty pages.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.search_fixture import create_threads_with_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.count.values", operation="count_threads", tier=2)
def values(ctx: CheckContext) -> None:
    population, messages = create_threads_with_runs(ctx, "m1", "m2", "m2")
    for message in messages:
        counted = population.count(values={"messages": message})
        expect.equal(ctx, counted, counted.json, messages.count(message))
