"""Requests for another owner's runs return 404, as for unknown runs, and never 403.

Why: Ids of runs appear in logs and addresses. A 403 confirms that a run exists, and a success shows a
stranger its input and output.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.runs import ABOUT_RUNS, about, place, to_be_asked
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.isolation.foreign_id", operations=ABOUT_RUNS, tier=2, identities=2)
def foreign_id(trial: Trial) -> None:
    trial.need(trial.ask(trial.operation, about(trial, to_be_asked(trial))))
    foreign = to_be_asked(trial, other=True)
    expect.status(trial, trial.ask(trial.operation, about(trial, foreign), at_most=5), 404)
    trial.need(trial.call("get_thread_run", path=place(foreign), other=True))
