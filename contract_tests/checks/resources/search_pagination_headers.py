"""`X-Pagination-Next` leads from page to page through all resources and is absent on the last page.

There, `X-Pagination-Total` is the number of all; on earlier pages, servers differ.

Why: `assistants.search(response_format="object")` takes the next cursor from this header, and clients
continue until it is absent. If it is always present, they never stop; if it is missing, they see one page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L605
"""

from contract_tests.actions.search_fixture import add_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING

COUNT = 5
SIZE = 2


@check("resources.search.pagination_headers", operations=SEARCHING, tier=2)
def pagination_headers(ctx: CheckContext) -> None:
    population = add_searchable(ctx, COUNT)
    reached: set[int] = set()
    following: str | None = "0"
    for _ in range(COUNT):
        if following is None:
            break
        page = population.search(limit=SIZE, offset=int(following))
        reached |= set(population.numbers(page))
        following = page.headers.get("x-pagination-next")
    ctx.expect(
        reached == set(range(1, COUNT + 1)),
        expected=f"pages that reach all {COUNT}",
        received=f"pages that reach {len(reached)}",
        exchange=page,
        pointer="X-Pagination-Next",
    )
    ctx.expect(
        following is None,
        expected="an end of the pages",
        received=f"a next page after {COUNT} pages",
        exchange=page,
        pointer="X-Pagination-Next",
    )
    expect.equal(
        ctx, page, page.headers.get("x-pagination-total", str(COUNT)), str(COUNT), "X-Pagination-Total"
    )
