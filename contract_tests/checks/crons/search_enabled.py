"""Searching with `enabled` finds only enabled crons, or only disabled ones.

Why: Lists show which crons are active and which are paused. If the filter is ignored, a paused cron looks
active.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.search.enabled", operation="search_crons", tier=3, feature="crons")
def enabled(ctx: CheckContext) -> None:
    crons.create(ctx)
    crons.create(ctx, enabled=True)
    for is_enabled in (True, False):
        response = ctx.need(ctx.call("search_crons", body={"enabled": is_enabled, "metadata": ctx.mark}))
        expect.equal(ctx, response, [cron["enabled"] for cron in response.json], [is_enabled])
