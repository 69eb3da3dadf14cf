"""Get returns 404 for a deleted resource.

Why: Users delete conversations for good reasons. A conversation that still opens at its address was not
deleted.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L266
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import DELETING


@rule("resources.delete.not_found", operations=DELETING, tier=2)
def not_found(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create()[kind.key]
    kind.read(own)
    kind.delete(own)
    reading = trial.setting.contract.by_id[f"get_{kind.name}"]
    expect.status(trial, trial.ask(reading, Question(path=kind.path(own))), 404)
