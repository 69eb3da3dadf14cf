"""Pages of a search neither overlap nor omit a resource.

Why: Lists that load more on scrolling, as in deep-agents-ui, append one page to another. Overlapping
resources appear twice, and omitted ones cannot be found.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useThreads.ts#L77
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING

COUNT = 5
SIZE = 2


@check("resources.search.pages", operations=SEARCHING, tier=2)
def pages(ctx: CheckContext) -> None:
    population = add_searchable(ctx, COUNT)
    numbers: list[int] = []
    for start in range(0, COUNT, SIZE):
        page = population.search(limit=SIZE, offset=start, sort_by="created_at", sort_order="asc")
        numbers += population.numbers(page)
    expect.numbered(ctx, page, sorted(numbers), range(1, COUNT + 1), population.kind.name)
