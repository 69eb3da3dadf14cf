"""What is no schedule is refused with 422."""

from contract_tests import crontab, demand
from contract_tests.operation_groups import PLANNING_RUNS
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("crons.schedule_refused", operations=PLANNING_RUNS, tier=3, feature="crons")
def schedule_refused(trial: Trial) -> None:
    trial.need(crontab.put(trial, schedule="0 9 * * *"))
    demand.status(trial, crontab.put(trial, schedule="61 * * * *"), 422)
