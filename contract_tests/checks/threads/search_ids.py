"""Searching with `ids` finds these threads, and no others.

Why: A client that keeps the ids of threads, for example of favourites, loads them with
`threads.search(ids=...)`. If the filter is ignored, it shows other threads instead.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.search.ids", operation="search_threads", tier=2)
def ids(trial: Trial) -> None:
    population = populate(trial, 3)
    first, _, third = population.ids
    found = population.search(ids=[third, first])
    expect.same(trial, found, sorted(population.numbers(found)), [1, 3])
    found = population.search(ids=[trial.new_id()])
    expect.same(trial, found, population.numbers(found), [])
