"""What is there can be deleted once: the second time it is not found.

Why: The Python SDK raises `NotFoundError` for 404, by which a client can tell that somebody else was
faster. One that ignores this works as well with a second success.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import DELETING


@rule("resources.delete.twice", operations=DELETING, tier=2, level="should")
def twice(trial: Trial) -> None:
    kind = resources(trial)
    kind.create()  # a bystander: a server may answer otherwise when it has nothing at all
    own = kind.create()[kind.key]
    kind.delete(own)
    demand.status(trial, trial.ask(trial.operation, Question(path=kind.path(own))), 404)
