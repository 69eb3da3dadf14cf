"""`next_run_date` is the next time that matches the schedule, in UTC if the cron has no time zone.

Why: Pages show "next run at ..." from this field, and sort by it. If it is wrong, the user waits for a run
that never starts.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from datetime import UTC, datetime

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import PLANNING_RUNS


@rule("crons.next_run_date", operations=PLANNING_RUNS, tier=3, feature="crons")
def next_run_date(trial: Trial) -> None:
    put = trial.need(crons.put(trial, schedule="30 5 * * *"))
    following = datetime.fromisoformat(put.json["next_run_date"]).astimezone(UTC)
    expect.same(trial, put, following.strftime("%H:%M"), "05:30", "/next_run_date")
