"""An update without `end_time` keeps it, and an update with null removes it.

Why: The SDK leaves `end_time` out to keep it, and sends null to remove it. If both have the same effect, any
other edit makes crons end, or never end.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L326
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("crons.update.end_time", operation="update_cron", tier=3, feature="crons")
def end_time(ctx: CheckContext) -> None:
    cron = crons.create(ctx, end_time="2099-01-01T00:00:00Z")
    kept = ctx.need(crons.update(ctx, cron, metadata={"size": 2}))
    expect.equal(ctx, kept, bool(kept.json["end_time"]), True, "/end_time")
    changed = ctx.need(crons.update(ctx, cron, end_time=None))
    expect.equal(ctx, changed, changed.json["end_time"], None, "/end_time")
