"""Searching with `select` returns crons with these fields only.

Why: Lists of crons select what they show. A server that ignores `select` sends the input of every run with
each list.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

FIELDS = ["cron_id", "schedule"]


@check("crons.search.select", operation="search_crons", tier=3, feature="crons")
def select(ctx: CheckContext) -> None:
    crons.create(ctx)
    found = ctx.need(ctx.call("search_crons", body={"metadata": ctx.mark, "select": FIELDS}))
    expect.equal(ctx, found, [sorted(each) for each in found.json], [FIELDS])
