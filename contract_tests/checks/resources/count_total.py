"""Counting returns the total number of matches, even if they exceed one page of search results.

Why: Pagers divide `count` by the page size. If the count is capped, or covers only one page, the later
pages cannot be reached.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import COUNTING

COUNT = 11
"""More than one page of search results."""


@check("resources.count.total", operations=COUNTING, tier=2)
def total(ctx: CheckContext) -> None:
    population = add_searchable(ctx, COUNT)
    counted = population.count()
    expect.equal(ctx, counted, counted.json, COUNT)
