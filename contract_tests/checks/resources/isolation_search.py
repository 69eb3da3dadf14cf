"""Search excludes resources of other owners.

Why: The sidebar of agent-chat-ui searches by graph alone and relies on the server to return only the user's
own threads. Otherwise everybody reads everybody's conversations.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import resources
from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEARCHING


@rule("resources.isolation.search", operations=SEARCHING, tier=2, identities=2)
def search(trial: Trial) -> None:
    own = populate(trial, 1)
    resources(trial).create(other=True)
    seen = trial.call(trial.operation.id, body={"metadata": trial.mark}, other=True)
    expect.same(trial, trial.need(seen), own.numbers(seen), [0])
    found = own.search()
    expect.same(trial, found, own.numbers(found), [1])
