"""Count excludes resources of other owners.

Why: A count that includes others' threads reveals how busy they are and makes the pager offer empty pages.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.resources import resources
from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import COUNTING


@rule("resources.isolation.count", operations=COUNTING, tier=2, identities=2)
def count(trial: Trial) -> None:
    for _ in range(2):
        resources(trial).create(other=True)
    counted = populate(trial, 1).count()
    expect.same(trial, counted, counted.json, 1)
