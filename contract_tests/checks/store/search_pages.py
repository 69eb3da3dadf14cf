"""Pages of a search neither overlap nor omit an item.

Why: An export reads page after page. Overlapping items are exported twice, and omitted ones are lost.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L180
"""

from contract_tests.actions.store import keys, searchable_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.search.pages", operation="search_items", tier=3, feature="store")
def pages(ctx: CheckContext) -> None:
    own = searchable_namespace(ctx)
    for number in range(5):
        own.put(str(number))
    seen: list[str] = []
    for offset in (0, 2, 4):
        page = own.search(limit=2, offset=offset)
        seen += keys(page)
    expect.equal(ctx, page, sorted(seen), ["0", "1", "2", "3", "4"], "/items")
