"""Another owner's runs are as unknown as those that do not exist: 404, never 403.

Why: Ids of runs are in logs and addresses. A 403 confirms that one exists, and a success shows a stranger's
input and output.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.runs import ABOUT_RUNS, about, place, to_be_asked
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.isolation.foreign_id", operations=ABOUT_RUNS, tier=2, identities=2)
def foreign_id(trial: Trial) -> None:
    trial.need(trial.ask(trial.operation, about(trial, to_be_asked(trial))))
    foreign = to_be_asked(trial, other=True)
    demand.status(trial, trial.ask(trial.operation, about(trial, foreign), at_most=5), 404)
    trial.need(trial.call("get_thread_run", path=place(foreign), other=True))
