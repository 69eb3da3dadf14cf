"""What is no schedule is refused with 422.

Why: A schedule with a mistake that is accepted never fires, and nobody is told. At 422 the form can say so.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons as crontab
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import PLANNING_RUNS


@rule("crons.schedule_refused", operations=PLANNING_RUNS, tier=3, feature="crons")
def schedule_refused(trial: Trial) -> None:
    trial.need(crontab.put(trial, schedule="0 9 * * *"))
    demand.status(trial, crontab.put(trial, schedule="61 * * * *"), 422)
