"""Searching with `sort_order: asc` alone returns the latest last.

The default of `sort_by` applies to both orders.

Why: A client that sends `sort_order` alone expects the default field. The reference server ignores it in
this case, so clients cannot rely on it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.search_fixture import LATEST_FIRST, create_unsorted
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.sort_order", operations=SEARCHING, tier=2, level="should")
def sort_order(ctx: CheckContext) -> None:
    population = create_unsorted(ctx)
    latest_first, default = LATEST_FIRST[ctx.operation.id], population.search()
    if population.numbers(default) != latest_first:
        reason = "the default order is another one"
        raise Blocked.by_finding("resources.search.default_order", ctx.operation, reason, default)
    found = population.search(sort_order="asc")
    expect.numbered(ctx, found, population.numbers(found), latest_first[::-1], population.kind.name)
