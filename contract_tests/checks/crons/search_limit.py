"""Searching returns at most `limit` crons and skips the first `offset`.

Why: Lists load page by page. If the limit is ignored, the first page has everything, and the next has it all
again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.search.limit", operation="search_crons", tier=3, feature="crons")
def limit(ctx: CheckContext) -> None:
    planned = {crons.create(ctx)["cron_id"] for _ in range(3)}
    found_ids: list[str] = []
    for offset, count in ((0, 2), (2, 1)):
        body = {"metadata": ctx.mark, "limit": 2, "offset": offset}
        page = ctx.need(ctx.call("search_crons", body=body))
        expect.equal(ctx, page, len(page.json), count)
        found_ids += [cron["cron_id"] for cron in page.json]
    expect.equal(ctx, page, set(found_ids) == planned, expected=True)
