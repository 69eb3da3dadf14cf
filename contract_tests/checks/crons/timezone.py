"""The schedule is in the cron's `timezone`: half past five in Kolkata is midnight in UTC.

Why: Nine o'clock means nine where the user lives. If it is read as UTC, the report arrives at night.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_shared/utilities.py#L133
"""

from datetime import UTC, datetime

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_RUNS_LATER


@check("crons.timezone", operations=CREATING_RUNS_LATER, tier=3, feature="crons")
def timezone(ctx: CheckContext) -> None:
    put = ctx.need(crons.create_or_update(ctx, schedule="30 5 * * *", timezone="Asia/Kolkata"))
    following = datetime.fromisoformat(put.json["next_run_date"]).astimezone(UTC)
    expect.equal(ctx, put, following.strftime("%H:%M"), "00:00", "/next_run_date")
