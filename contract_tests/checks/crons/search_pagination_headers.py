"""`X-Pagination-Next` is the offset of the next page of crons, and is absent on the last page.

There, `X-Pagination-Total` is the number of all; on earlier pages, servers differ.

Why: A page that lists crons continues at the offset that this header names. No SDK reads it for crons, so
no known client breaks.
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.search.pagination_headers", operation="search_crons", tier=3, level="should", feature="crons")
def pagination_headers(ctx: CheckContext) -> None:
    for _ in range(3):
        crons.create(ctx)
    for offset, following in ((0, "2"), (2, None)):
        body = {"metadata": ctx.mark, "limit": 2, "offset": offset}
        page = ctx.need(ctx.call("search_crons", body=body))
        expect.equal(ctx, page, page.headers.get("x-pagination-next"), following, "X-Pagination-Next")
    expect.equal(ctx, page, page.headers.get("x-pagination-total", "3"), "3", "X-Pagination-Total")
