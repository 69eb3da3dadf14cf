"""A repeated search or count includes the crons created in between.

Why: A page of schedules searches again after it has created one. A cached response makes the new cron look
lost, and a user who creates it again gets each run twice.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import FINDING_CRONS


@check("crons.search.includes_new", operations=FINDING_CRONS, tier=3, feature="crons")
def includes_new(ctx: CheckContext) -> None:
    if ctx.operation.id == "search_crons":
        _search(ctx)
    else:
        _count(ctx)


def _search(ctx: CheckContext) -> None:
    own_ids: list[Json] = []
    for number in (1, 2):
        own_ids.append(crons.create(ctx)["cron_id"])
        found = ctx.need(ctx.call("search_crons", body={"metadata": ctx.mark, "limit": crons.MAX_FOUND}))
        found_ids = {cron["cron_id"] for cron in found.json}
        is_found = [each for each, own in enumerate(own_ids, 1) if own in found_ids]
        expect.numbered(ctx, found, is_found, [*range(1, number + 1)], "cron")


def _count(ctx: CheckContext) -> None:
    """Count the crons of this check. On a target that counts others, too, the number may change anyway."""
    crons.create(ctx)
    response, before = crons.find_by_operation(ctx, metadata=ctx.mark)
    if before > 1:
        reason = "it counts other crons"
        raise Blocked.by_finding("crons.search.metadata", ctx.operation, reason, response)
    expect.equal(ctx, response, before, 1)
    crons.create(ctx)
    response, after = crons.find_by_operation(ctx, metadata=ctx.mark)
    ctx.expect(after > before, expected="2", received=expect.shown(after), exchange=response)
