"""Search with `select` returns only the named fields.

Why: Sidebars request a few fields with `select`, since the values of a thread contain the whole
conversation. If it is ignored, a list of a hundred threads loads a hundred conversations.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.resources import resources
from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEARCHING


@rule("resources.search.select", operations=SEARCHING, tier=2)
def select(trial: Trial) -> None:
    population, key = populate(trial, 1), resources(trial).key
    for fields in ([key], ["created_at", "metadata"], [key, "created_at", "updated_at"]):
        found = population.search(select=fields)
        expect.same(trial, found, [sorted(each) for each in found.json], [sorted(fields)])
