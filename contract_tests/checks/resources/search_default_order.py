"""Search returns the latest first: threads by their last update, assistants by their creation.

Why: agent-chat-ui shows threads in the order of the response. In any other order, this morning's
conversation is somewhere in the middle.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/history/index.tsx#L18
"""

from contract_tests.actions.search import shuffled
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEARCHING

LATEST_FIRST = {"search_threads": [2, 3, 1], "search_assistants": [3, 2, 1]}


@rule("resources.search.default_order", operations=SEARCHING, tier=2)
def default_order(trial: Trial) -> None:
    population = shuffled(trial)
    found = population.search()
    expect.same(trial, found, population.numbers(found), LATEST_FIRST[trial.operation.id])
