"""`next_run_date` is the next time that the schedule names, in UTC if no time zone is given."""

from datetime import UTC, datetime

from contract_tests import crontab, demand
from contract_tests.operation_groups import PLANNING_RUNS
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("crons.next_run_date", operations=PLANNING_RUNS, tier=3, feature="crons")
def next_run_date(trial: Trial) -> None:
    put = trial.need(crontab.put(trial, schedule="30 5 * * *"))
    following = datetime.fromisoformat(put.json["next_run_date"]).astimezone(UTC)
    demand.same(trial, put, following.strftime("%H:%M"), "05:30", "/next_run_date")
