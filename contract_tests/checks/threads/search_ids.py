"""Searching with `ids` finds the threads with these ids, and no others.

Why: A client that keeps the ids of threads, for example of favourites, loads them with
`threads.search(ids=...)`. If the filter is ignored, it shows other threads instead.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.search.ids", operation="search_threads", tier=2)
def ids(ctx: CheckContext) -> None:
    population = add_searchable(ctx, 3)
    first, _, third = population.ids
    found = population.search(ids=[third, first])
    expect.numbered(ctx, found, sorted(population.numbers(found)), [1, 3], population.kind.name)
    found = population.search(ids=[ctx.new_id()])
    expect.numbered(ctx, found, population.numbers(found), [], population.kind.name)
