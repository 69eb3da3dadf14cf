"""Deleting a resource a second time returns 404.

Why: The Python SDK raises `NotFoundError` for 404, which shows a client that somebody else was faster. A
client that ignores this works equally well with a second success.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import DELETING


@rule("resources.delete.twice", operations=DELETING, tier=2, level="should")
def twice(trial: Trial) -> None:
    kind = resources(trial)
    kind.create()  # a second resource, because a server may respond differently when it is empty
    own = kind.create()[kind.key]
    kind.delete(own)
    expect.status(trial, trial.ask(trial.operation, Question(path=kind.path(own))), 404)
