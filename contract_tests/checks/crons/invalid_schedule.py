"""An invalid schedule is rejected with 422.

Why: If a schedule with a mistake is accepted, it never fires, and its author never learns why. With 422, the
form can show the mistake.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import PLANNING_RUNS


@rule("crons.invalid_schedule", operations=PLANNING_RUNS, tier=3, feature="crons")
def invalid_schedule(trial: Trial) -> None:
    trial.need(crons.put(trial, schedule="0 9 * * *"))
    expect.status(trial, crons.put(trial, schedule="61 * * * *"), 422)
