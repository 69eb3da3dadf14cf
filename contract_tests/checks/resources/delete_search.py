"""Search and count omit deleted resources.

Why: Sidebars reload their list after a deletion. A thread that search still finds reappears there and ends
in an error when it is opened.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/history/index.tsx#L18
"""

from contract_tests.actions.resources import resources
from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import DELETING


@rule("resources.delete.search", operations=DELETING, tier=2)
def search(trial: Trial) -> None:
    population = populate(trial, 2)
    resources(trial).delete(population.ids[0])
    found = population.search()
    expect.same(trial, found, population.numbers(found), [2])
    counted = population.count()
    expect.same(trial, counted, counted.json, 1)
