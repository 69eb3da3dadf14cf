"""`next_run_date` is the next time that matches the schedule, in UTC if the cron has no time zone.

Why: Pages show "next run at ..." from this field, and sort by it. If it is wrong, the user waits for a run
that never starts.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from datetime import UTC, datetime

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_RUNS_LATER


@check("crons.next_run_date", operations=CREATING_RUNS_LATER, tier=3, feature="crons")
def next_run_date(ctx: CheckContext) -> None:
    put = ctx.need(crons.create_or_update(ctx, schedule="30 5 * * *"))
    following = datetime.fromisoformat(put.json["next_run_date"]).astimezone(UTC)
    expect.equal(ctx, put, following.strftime("%H:%M"), "05:30", "/next_run_date")
