"""Another owner's crons are neither found nor counted.

Why: The nightly jobs of other people's agents are private, and a stranger can try to change each cron that is
found.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "crons.isolation.search",
    operations=("search_crons", "count_crons"),
    tier=3,
    feature="crons",
    identities=2,
)
def isolation_search(ctx: CheckContext) -> None:
    unmarked, before = crons.find_by_operation(ctx, other=True, metadata=ctx.mark)
    if before:
        raise Blocked("crons without the metadata are found, too", unmarked)
    crons.create(ctx)
    own_crons, count = crons.find_by_operation(ctx, metadata=ctx.mark)
    if not count:
        raise Blocked("an owner does not find its own cron", own_crons)
    foreign, seen = crons.find_by_operation(ctx, other=True, metadata=ctx.mark)
    expect.equal(ctx, foreign, seen, 0)
