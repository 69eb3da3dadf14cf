"""Create with another owner's id is rejected with 409, even with `if_exists: do_nothing`.

Returning the stored resource would reveal it to a stranger.

Why: Frontends create threads with `if_exists="do_nothing"` and show the response. If this can be a
stranger's thread, guessing an id is enough to read a conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L101
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import CREATING


@rule("resources.isolation.create", operations=CREATING, tier=2, identities=2)
def create(trial: Trial) -> None:
    kind = resources(trial)
    foreign = kind.create(other=True)[kind.key]
    kind.create()
    for if_exists in ("raise", "do_nothing"):
        body = {**kind.least, kind.key: foreign, "if_exists": if_exists}
        expect.status(trial, trial.ask(trial.operation, Question(body=body)), 409)
