"""Count returns the total number of matches, even if they exceed one page of search results.

Why: Pagers divide `count` by the page size. If the count is capped, or covers only one page, the later
pages cannot be reached.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import COUNTING

COUNT = 11
"""More than one page of search results."""


@rule("resources.count.total", operations=COUNTING, tier=2)
def total(trial: Trial) -> None:
    population = populate(trial, COUNT)
    counted = population.count()
    expect.same(trial, counted, counted.json, COUNT)
