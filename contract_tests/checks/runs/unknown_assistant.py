"""A run of an assistant that does not exist is refused: 404.

Why: An assistant was deleted while a page was open. The Python SDK raises `NotFoundError` for 404; a run
that is accepted and then fails leaves the message of the user in a thread without an answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.runs import started
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING


@rule("runs.unknown_assistant", operations=STARTING, tier=1)
def unknown_assistant(trial: Trial) -> None:
    trial.need(started(trial))
    demand.status(trial, started(trial, assistant_id=trial.new_id()), 404)
